"""How to read the map, how its hotspots are found, and what it does not say: in words."""

from dataclasses import dataclass
from typing import Final

from geo.analysis.alerts import LEAST_EXPECTED, LEAST_PAIRS, PRIOR_BANDS
from geo.analysis.hours import LEAST_SHARE as LEAST_TIME_SHARE
from geo.analysis.peak_windows import LEAST_SHARE as LEAST_PEAK_SHARE
from geo.analysis.persistence import LEAST_LIKENESS, MOVED_EPS
from geo.analysis.persistence import LEAST_SHARE as LEAST_GROUND_SHARE
from geo.analysis.repeats import LEAST_RATIO
from geo.analysis.significance import MOST_CHANCE, MOST_OFF_GROUND
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE
from geo.params import MonteCarlo
from geo.present.changes import CHANCE
from geo.present.legend import COLOUR_CLASSES
from geo.present.wording import REPORTED_NOTICE, say_list, say_number
from geo.workspace import PROJECT_DIR

# People can read it without the app too.
LIMITS_FILE: Final = PROJECT_DIR / "docs" / "wat-de-kaart-niet-zegt.md"

_REACH, _DAYS = (say_number(each[-1]) for each in (PRIOR_BANDS.distances_m, PRIOR_BANDS.days))
_CLASSES: Final = say_list([str(least) for least, _ in COLOUR_CLASSES[-2::-1]])


@dataclass(frozen=True)
class Paragraph:
    """A heading and what stands below it."""

    heading: str
    text: str


READING: Final = (
    Paragraph(
        "De kleur en de arcering: hoeveel meldingen",
        "Kleur en arcering zeggen hoeveel meldingen in de hotspot liggen. De grenzen liggen vast, "
        f"bij {_CLASSES} meldingen: dezelfde kleur is in elke maand en bij elk thema hetzelfde "
        "aantal. Daarom kunt u twee kaarten naast elkaar leggen.",
    ),
    Paragraph(
        "Het nummer: de volgorde",
        "Nummer 1 heeft de hoogste score: veel meldingen, waarvan de recente zwaarder tellen. Een "
        "nummer is geen rapportcijfer van een wijk, en zegt niets over wie er woont.",
    ),
    Paragraph(
        "Grijs met een streeplijn: kan toeval zijn",
        "Ook als meldingen lukraak vallen, liggen er hier en daar een paar bij elkaar. Van elke "
        "hotspot is daarom nagerekend hoe vaak toeval er zo een maakt. Gebeurt dat vaker dan 1 op "
        f"de {say_number(1 / MOST_CHANCE)} keer, dan is hij grijs en staat er dat hij toeval kan "
        "zijn. Hij telt dan niet mee in de lijsten van Overzicht en Wijk, tenzij u daarom vraagt. "
        "Staat er niet toetsbaar, dan is niet bekend waar zulke meldingen hadden kunnen vallen, of "
        "is hun plaats te grof. Dat zegt niets over de hotspot zelf: hij blijft in de lijsten "
        "staan, en er staat bij om hoeveel het gaat.",
    ),
    Paragraph(
        "De piek: wanneer",
        "De piek is het stuk van de week dat er het meest uitspringt, zoals di-do 18-22 uur, met "
        "het deel van de meldingen dat erin valt. Staat er geen piek, dan springt geen stuk van de "
        "week er duidelijk genoeg uit.",
    ),
    Paragraph(
        "De omtrek: waar het zich ophoopt",
        "De omtrek is het gebied waar meldingen dicht bij elkaar liggen. Hij is niet preciezer dan "
        "de plaats van de meldingen zelf. Onder elke kaart staat hoe precies die is: adres, "
        "straat, postcode of raster.",
    ),
    Paragraph(
        "Geen hotspot is een goed antwoord",
        "In een rustige maand of bij een zeldzaam thema liggen meldingen los van elkaar. Dan is er "
        "geen plek die eruit springt, en dat is goed nieuws. Zoek niet door tot er toch iets "
        "staat: wie de periode of de uren blijft verschuiven, vindt vroeg of laat een toevallig "
        "groepje.",
    ),
    Paragraph(
        "Kleine aantallen",
        f"Onder de {SMALL_COUNT} meldingen zegt een percentage meer over toeval dan over de plek: "
        "van 2 naar 4 is een verdubbeling, en ook gewoon twee meldingen meer. Kijk dan naar de "
        "aantallen zelf. Kleine aantallen kunnen ook naar mensen wijzen: deel ze niet zomaar.",
    ),
    Paragraph("Gemeld is niet hetzelfde als gebeurd", REPORTED_NOTICE),
    Paragraph(
        "Vergelijken",
        "Vergelijk alleen periodes die even lang zijn, en liefst dezelfde maanden van het jaar: in "
        "de zomer wordt er andere overlast gemeld dan in de winter. Kiest u een hele maand, "
        "een heel kwartaal of een heel jaar van de kalender, dan staat daarnaast de maand, het "
        "kwartaal of het jaar ervoor, ook al scheelt dat een paar dagen; elke andere periode staat "
        "naast even veel dagen ervoor.",
    ),
)

METHOD: Final = (
    Paragraph(
        "1. Inlezen",
        "Elke rij van een bestand wordt aangenomen, herkend als al bekend, of geweigerd met een "
        "reden. Niets verdwijnt stil. Alleen kenmerk, tijd, plaats, code en soort melder worden "
        "bewaard; namen en vrije tekst blijven achter.",
    ),
    Paragraph(
        "2. Thema",
        "De code bepaalt het thema, volgens de themakaart. Een code die op geen kaart staat, telt "
        "in geen thema mee. Wat de politie zelf vastlegde, telt mee in de aantallen, maar niet in "
        "hotspots, herhaling, warme vakken en verwachtingen: het laat zien waar zij was.",
    ),
    Paragraph(
        "3. Zoeken",
        "Rond elke melding wordt geteld hoeveel meldingen binnen de afstand van de themakaart "
        "liggen, in rechte lijn. Zijn het er genoeg, dan is die melding een kern. Kernen binnen "
        "die afstand van elkaar vormen samen een hotspot, met de meldingen die er net aan liggen. "
        "Deze methode heet DBSCAN. De rest hoort bij geen hotspot. Ook meldingen die een bron op "
        "één vast punt heeft gelegd, zoals het midden van een straat, tellen elk heel mee: zulke "
        "punten worden gemeld bij de zwakke plekken van de gegevens, maar wegen niet lichter.",
    ),
    Paragraph(
        "4. Omtrek",
        "De omtrek loopt om de kernen heen, met de halve afstand als rand, en blijft binnen de "
        "gemeente. Hij pakt geen grond mee waar niets gemeld is, zoals een lijn om de buitenste "
        "punten zou doen.",
    ),
    Paragraph(
        "5. Score en volgorde",
        "Een verse melding telt voor 1, en minder naarmate zij ouder is: na de termijn op de "
        "themakaart nog voor de helft. De som is de score, en de score bepaalt de volgorde. Er "
        "zit geen toeval in: dezelfde gegevens geven altijd dezelfde kaart.",
    ),
    Paragraph(
        "6. Toeval",
        "Of een hotspot meer is dan toeval, wordt zo nagerekend. Dezelfde meldingen worden "
        f"{say_number(MonteCarlo().repeats)} keer willekeurig verspreid over alle plekken waar ze "
        "hadden kunnen vallen: over alle woningen bij woninginbraak, over alle straten bij "
        "overlast. Elke keer wordt op dezelfde manier gezocht en de zwaarste hotspot onthouden. "
        "Komt er zelden een die zo zwaar is als de hotspot op de kaart, dan is die meer dan "
        f"toeval. De grens is 1 op de {say_number(1 / MOST_CHANCE)} keer. Omdat met de zwaarste "
        "vergeleken wordt, geldt die grens voor alle hotspots van één kaart samen. Zij geldt niet "
        "voor alle kaarten samen: van twintig kaarten zonder hotspot, van verschillende thema's, "
        "periodes of uren, laat er gemiddeld hooguit één toch iets zien. Bij meer dan 1.500 "
        "meldingen zijn het 199 keer, bij meer dan 10.000 nog 99. Welke plekken meetellen, staat "
        "op de themakaart; de beheerder leest ze in. Zonder die plekken komt er geen getal, want "
        "dan zou elke straat met huizen een hotspot lijken. Het komt er ook niet als meer dan 1 op "
        f"de {say_number(1 / MOST_OFF_GROUND)} meldingen ver van al die plekken ligt, of als van "
        "de meeste alleen de postcode of het raster bekend is: toeval had ze daar nooit gelegd. "
        "De toets (Xie en Shekhar, 2019) zegt niet waarom een plek eruit springt, en niet of dat "
        "zo blijft.",
    ),
    Paragraph(
        "7. Uren en piek",
        "Van een inbraak tijdens een vakantie is het uur niet bekend, alleen het begin en het "
        "einde. Zo'n melding wordt in de weekgrafiek over die tijd verdeeld. Kiest u uren, dan "
        f"telt een melding mee als ten minste {LEAST_TIME_SHARE:.0%} van haar tijd in die uren "
        "valt. De piek is het venster van dagen en uren achter elkaar, samen hooguit een kwart van "
        "de week, dat het verst boven zijn deel van de week uitkomt. Hij telt alleen als hij ten "
        f"minste {LEAST_PEAK_SHARE:.0%} van de meldingen bevat, anderhalf keer zo veel als bij "
        "gelijke uren, en als hooguit 1 op de 20 lukraak verdeelde weken zo'n venster heeft (een "
        "scantoets). Elke hotspot wordt apart getoetst: van twintig hotspots zonder piek krijgt er "
        "gemiddeld hooguit één er toch een.",
    ),
    Paragraph(
        "8. Blijvend, nieuw, verplaatst of verdwenen",
        "Twee hotspots uit verschillende periodes zijn dezelfde plek als ten minste "
        f"{LEAST_GROUND_SHARE:.0%} van de kleinste in de andere ligt. Ligt het midden nog binnen "
        f"{say_number(MOVED_EPS)} keer de afstand van de themakaart, en is de kleinste ten minste "
        f"{LEAST_LIKENESS:.0%} van de grootste, dan heet hij verplaatst. Of een verschil meer is "
        f"dan toeval, wordt getoetst; bij een kans van 1 op {say_number(1 / CHANCE)} of groter "
        "staat er dat het toeval kan zijn.",
    ),
    Paragraph(
        "9. Herhaling en waar nu op te letten",
        f"Geteld wordt hoeveel meldingen van een thema binnen {_REACH} meter en {_DAYS} dagen van "
        "elkaar vallen, en hoeveel dat er zijn als de datums door elkaar worden geschud (Knox). "
        f"Zijn het er ten minste {say_number(LEAST_RATIO, decimals=1)} keer zo veel, met een kans "
        f"op toeval van hooguit 1 op 20 en ten minste {LEAST_PAIRS} paren, dan staat op de pagina "
        "Wijk na elke melding welke straten dat zijn en tot en met welke dag. Zijn er te weinig "
        "meldingen om het te zien, dan gebeurt dat alleen na een woninginbraak: daarvan is het "
        "elders gevonden (Johnson e.a. 2007). Genoeg is wat er bij toeval "
        f"{say_number(LEAST_EXPECTED)} paren had gegeven: dan valt de helft meer ruim 9 van de 10 "
        "keer op. Elk thema wordt apart getoetst: van twintig thema's zonder herhaling krijgt er "
        "gemiddeld hooguit één door toeval toch een lijst.",
    ),
    Paragraph(
        "10. Warme vakken",
        "Van elk vierkant vak wordt geteld wat er in en rond ligt, en dat wordt met alle vakken "
        "van de gemeente vergeleken (Getis-Ord Gi*). De kans op toeval is gecorrigeerd voor het "
        "aantal vakken: het deel van de warme vakken dat toch toeval is, is gemiddeld hooguit 1 op "
        "20. Anders dan bij een hotspot wordt niet gekeken waar meldingen hadden kunnen "
        "vallen: een woonwijk is al snel warmer dan een weiland.",
    ),
    Paragraph(
        "Wat is nagerekend, en wat niet",
        "Of de hotspots van een thema de weken erna iets hadden opgeleverd, staat op de themakaart "
        "bij Getoetst en op de pagina Bewijs. Dat oordeel gaat over het aandeel van de latere "
        f"meldingen in {JUDGED_SHARE:.0%} van het gebied. Op perioden waarop de instellingen van "
        "een themakaart zijn gekozen, is zij niet eerlijk te toetsen: dan volgt er geen oordeel. "
        "Staat er bij Getoetst nog niet, dan zijn de getallen op de kaart een startpunt. Of een "
        "hotspot meer is dan toeval, staat bij de hotspot zelf.",
    ),
)


def read_limits() -> tuple[Paragraph, ...]:
    """Return what the map does not say; what stands before the first heading is left out."""
    _, *sections = LIMITS_FILE.read_text(encoding="utf-8").split("\n## ")
    parts = [section.partition("\n") for section in sections]
    return tuple(Paragraph(heading, text.strip()) for heading, _, text in parts)
