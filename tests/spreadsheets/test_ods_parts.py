from crossdock.spreadsheets import ods_parts
from tests.spreadsheets.format_files import write_ods
from tests.spreadsheets.parts_of_formats import FormatsAndAreas


class TestOdsParts(FormatsAndAreas):
    parts = ods_parts
    write = staticmethod(write_ods)
