from crossdock.spreadsheets import xlsb_parts
from tests.spreadsheets.format_files import write_xlsb
from tests.spreadsheets.parts_of_formats import FormatsAndAreas


class TestXlsbParts(FormatsAndAreas):
    parts = xlsb_parts
    write = staticmethod(write_xlsb)
