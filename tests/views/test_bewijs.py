from reading import said

PAGE = "geo/views/bewijs.py"


def test_without_incidents_the_page_says_where_to_begin(open_app, empty):
    app = open_app(empty, PAGE)

    assert not app.exception
    assert app.title[0].value == "Bewijs"
    assert "Er zijn nog geen meldingen of aangiften ingelezen" in said(app.info)


def test_first_part_is_whether_it_would_have_helped(open_app, sparse):
    app = open_app(sparse, PAGE)

    assert not app.exception
    assert "Had het geholpen?" in said(app.header)
