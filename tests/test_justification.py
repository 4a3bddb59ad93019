import io

import openpyxl
import pandas as pd

from geo.present.guidance import METHOD, read_limits
from geo.present.justification import LITERATURE, list_account
from geo.present.spreadsheets import ACCOUNT_SHEET, render_xlsx


def test_a_table_answers_for_its_method_the_sources_of_it_and_its_limits():
    content = render_xlsx(pd.DataFrame({"a": [1]}), facts=[], account=list_account())
    rows = openpyxl.load_workbook(io.BytesIO(content))[ACCOUNT_SHEET].iter_rows(values_only=True)
    told = {label: text for label, text in rows if label}
    for paragraph in (*METHOD, *read_limits()):
        assert told[paragraph.heading].split() == paragraph.text.split()
    assert dict(LITERATURE).items() <= told.items()
