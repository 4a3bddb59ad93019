from geo.present.guidance import LIMITS_FILE, METHOD, READING, read_limits


def test_paper_on_limits_is_read_whole_and_in_its_order():
    paragraphs = read_limits()
    text = LIMITS_FILE.read_text(encoding="utf-8")
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert [paragraph.heading for paragraph in paragraphs] == headings
    assert all(paragraph.text in text for paragraph in paragraphs)
    assert len(paragraphs) >= 8


def test_guidance_holds_figures_of_the_code_and_no_holes():
    words = " ".join(f"{p.heading} {p.text}" for p in (*READING, *METHOD))
    for figure in ("bij 10, 25 en 50 meldingen", "Onder de 10", "ten minste 50%", "ten minste 25%"):
        assert figure in words
    assert "{" not in words


def test_it_is_said_that_points_that_a_source_fills_in_weigh_no_less():
    for words in (" ".join(p.text for p in METHOD), " ".join(p.text for p in read_limits())):
        assert "wegen niet lichter" in " ".join(words.split())


def test_steps_of_the_method_are_numbered_in_their_order():
    numbers = [int(p.heading.split(".")[0]) for p in METHOD if p.heading[0].isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_is_called_a_forecast_or_crime():
    paper = LIMITS_FILE.read_text(encoding="utf-8")
    words = paper + " ".join(f"{p.heading} {p.text}" for p in (*READING, *METHOD))
    assert "voorspel" not in words.lower()
    assert words.lower().count("criminaliteit") == 1
    assert "niet hetzelfde als criminaliteit" in words
