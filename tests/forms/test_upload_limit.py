from typing import Any

from crossdock.forms.upload_limit import TOO_LARGE, max_bytes


def test_the_limit_and_what_is_said_of_it_follow_the_setting(settings: Any) -> None:
    for megabytes in (1, 20):
        settings.MAX_UPLOAD_MB = megabytes
        assert max_bytes() == megabytes * 1024 * 1024
        assert f"larger than {megabytes} MB" in str(TOO_LARGE)
