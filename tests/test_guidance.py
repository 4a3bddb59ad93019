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
    numbers = [p.heading.partition(". ")[0] for p in METHOD]
    counted = [int(number) for number in numbers if number.isdigit()]
    assert counted == list(range(1, 11))


def test_it_is_said_what_looking_at_many_things_does_to_chance():
    words = {p.heading: p.text for p in METHOD}
    assert "van twintig kaarten zonder hotspot" in words["6. Toeval"]
    assert "van twintig hotspots zonder piek" in words["7. Uren en piek"]
    assert "van twintig thema's zonder herhaling" in words["9. Herhaling en waar nu op te letten"]
    assert "is gemiddeld hooguit 1 op 20" in words["10. Warme vakken"]


def test_nothing_is_called_a_forecast_or_crime():
    paper = LIMITS_FILE.read_text(encoding="utf-8")
    words = paper + " ".join(f"{p.heading} {p.text}" for p in (*READING, *METHOD))
    assert "voorspel" not in words.lower()
    assert words.lower().count("criminaliteit") == 1
    assert "niet hetzelfde als criminaliteit" in words
