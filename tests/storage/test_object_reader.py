import io

from hypothesis import given
from hypothesis import strategies as st

from crossdock.storage.object_reader import ObjectReader

MOVES = st.lists(
    st.tuples(st.integers(-30, 120), st.sampled_from([0, 1, 2]), st.integers(-1, 60)), max_size=8
)


@given(st.binary(max_size=100), MOVES)
def test_it_reads_as_a_file_does(content: bytes, moves: list[tuple[int, int, int]]) -> None:
    file = io.BytesIO(content)
    reader = ObjectReader(len(content), lambda start, end: content[start:end])
    buffered = io.BufferedReader(reader, 8)
    for offset, whence, size in moves:
        try:
            place = file.seek(offset, whence)
        except ValueError:
            continue
        assert buffered.seek(max(offset, -place) if whence == 0 else offset, whence) == place
        assert buffered.read(size) == file.read(size)
    buffered.seek(0)
    assert buffered.readlines() == content.splitlines(keepends=True) or b"\r" in content
