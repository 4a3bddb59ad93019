"""The Dutch sentence for every failure: what is wrong, and what to do about it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from geo.errors import HotspotkaartError
from geo.present.wording import say_date

SENTENCES: Final[Mapping[str, str]] = {
    "access-refused": (
        "Dit hoort niet bij uw rol ({roles}). Vraag de functioneel beheerder wie u hiermee kan "
        "helpen, of om een andere rol."
    ),
    "address-kind": (
        "Het adres {address} is van een soort die hier niet bekend is. Zet de bestanden in een "
        "map, of vraag de beheerder om het juiste stuurprogramma."
    ),
    "agreement-area": (
        "Een afspraak gaat over een wijk, een bedrijventerrein of een hotspot; {area} is geen van "
        "die drie. Kies een andere plek."
    ),
    "agreement-changed": (
        "Deze afspraak is intussen door iemand anders gewijzigd (versie {version}). Bekijk die "
        "versie en leg uw wijziging opnieuw vast."
    ),
    "agreement-goal-actions": (
        "Het doel ({to} keer) ligt niet boven het begin ({start} keer). Kies een hoger aantal."
    ),
    "agreement-goal-early": (
        "De dag van het doel ({day}) valt vóór de eerste dag van de afspraak ({first}). Kies een "
        "latere dag."
    ),
    "agreement-goal-figures": (
        "Geef het doel als één getal: een aantal, of een daling in procenten. Een daling kan "
        "alleen van meldingen."
    ),
    "agreement-goal-incidents": (
        "Het doel ({to} meldingen) ligt niet onder het begin ({start} meldingen). Kies een lager "
        "aantal."
    ),
    "agreement-goal-nothing": (
        "Op deze plek zijn in de dagen ervoor geen meldingen van dit thema geteld, dus dalen kan "
        "niet. Spreek af hoe vaak er iets gedaan wordt, of kies een ander thema."
    ),
    "agreement-goal-theme": (
        "Het doel gaat over een thema ({theme}) dat niet bij de afspraak staat. Voeg het thema "
        "toe, of kies een ander voor het doel."
    ),
    "agreement-ground": (
        "Deze plek heeft geen oppervlak. Kies een hotspot, een wijk of een bedrijventerrein."
    ),
    "agreement-hotspot": (
        "Hotspot {rank} is er niet; er zijn er {hotspots}. Kies een rang uit de lijst van hotspots."
    ),
    "agreement-moved": (
        "Een andere plek is een andere afspraak: het doel hoort bij de plek. Leg een nieuwe "
        "afspraak vast."
    ),
    "agreement-parties": "Kies wie het doet: ten minste één partij, elke partij één keer.",
    "agreement-place": (
        "Noem één plek: een wijk of bedrijventerrein, of een hotspot met de periode waarin u hem "
        "vond."
    ),
    "agreement-same": "Er is niets gewijzigd. Wijzig iets, of laat de afspraak zoals zij is.",
    "agreement-text-long": (
        "Een van de teksten is te lang: {length} tekens. Zeg het in ten hoogste {most} tekens."
    ),
    "agreement-ground-outside": (
        "Een deel van {place} ligt buiten uw wijken, en wat daar gebeurt telt u niet. Kies als "
        "doel hoe vaak iets gedaan wordt, of kies een plek in uw wijken."
    ),
    "agreement-unknown": "Afspraak {agreement} is er niet. Kies een afspraak uit de lijst.",
    "archive-refused": (
        "{file} is geen gewone werkmap. Bewaar haar opnieuw zonder macro's en bijlagen, of "
        "exporteer haar als CSV."
    ),
    "area-column-missing": (
        "In {file} is geen kolom gevonden voor de code of de naam van de gebieden ({columns}). "
        "Noem de kolom bij het inlezen."
    ),
    "area-file-kind": (
        "{file} is geen kaartbestand. Exporteer de laag als GeoJSON, GeoPackage of GeoParquet."
    ),
    "area-unknown": (
        "Het gebied {area} is onbekend. Kies een wijk, buurt of bedrijventerrein van deze gemeente."
    ),
    "areas-not-imported": (
        "Er zijn geen ingelezen {layer} om weg te halen. Wat bij de werkmap hoort, blijft staan."
    ),
    "areas-impossible-place": (
        "De vormen in {file} liggen buiten het bereik van {crs}. Controleer het "
        "coördinatenstelsel van het bestand."
    ),
    "areas-no-polygons": (
        "In {file} staan vormen die geen gebied zijn. Exporteer een laag met alleen vlakken."
    ),
    "assets-missing": (
        "De scripts van de kaart ontbreken ({file}). Vraag de beheerder om `make install` te "
        "draaien."
    ),
    "audit-note": (
        "Dat is geen einde van het logboek. Geef wat een eerdere controle u liet noteren: een "
        "getal, een dubbele punt en 64 tekens."
    ),
    "audit-not-written": (
        "Het gebruik kan niet worden bijgehouden, en zonder dat wordt niets getoond. Vraag de "
        "beheerder om ruimte op de schijf te maken of de rechten van de werkmap na te kijken."
    ),
    "backtest-empty": (
        "In de perioden die beoordeeld zouden worden zijn geen meldingen. Kies eerdere perioden, "
        "of lees nieuwere meldingen in."
    ),
    "backup-not-written": (
        "De reservekopie {file} kan niet worden geschreven. Kies een andere map, of maak ruimte "
        "op de schijf."
    ),
    "backup-unfit": (
        "{file} is geen bruikbare reservekopie; er is niets teruggezet. Kies een ander bestand."
    ),
    "bands-not-ascending": (
        "De grenzen van {name} lopen niet op vanaf nul. Noem er ten minste twee, van klein naar "
        "groot."
    ),
    "bands-too-wide": (
        "Van {incidents} meldingen liggen er te veel bij elkaar om alle paren te tellen. Kies een "
        "kortere periode of kleinere afstanden."
    ),
    "band-size": (
        "Met vakken van {cell_m} meter en een omgeving van {band_m} meter is niet te rekenen. Kies "
        "vakken van 50 tot 500 meter, en een omgeving van 1 tot {most} vakken."
    ),
    "buffer-without-control": (
        "Bij het gebied rondom hoort een eigen vergelijkingsgebied. Kies ze allebei, of geen van "
        "beide."
    ),
    "camera-columns-missing": (
        "In {file} ontbreken kolommen: {missing}. Geef de kolommen deze namen, of kies de afstand "
        "die erbij hoort."
    ),
    "camera-no-rows": (
        "In {file} staan geen rijen onder de kolomnamen. Exporteer het bestand opnieuw."
    ),
    "camera-purpose-unknown": (
        "Het doel {name} staat niet in de instellingen van de werkmap (wel: {known}). Kies een van "
        "die doelen of geef een bereik in meters."
    ),
    "camera-range-missing": (
        "Geef een bereik in meters of kies een doel uit de instellingen, een van de twee. Er is "
        "geen bereik dat uit zichzelf juist is."
    ),
    "camera-rows-unusable": (
        "In {file} zijn {count} rijen niet te gebruiken; de eerste is rij {row}. Geef elke rij een "
        "plaats en een gewicht van nul of meer, of haal haar weg."
    ),
    "camera-harm": (
        "Het gewicht {weight} van {theme} kan hier niet. Noem het thema, of kies een gewicht vanaf "
        "nul."
    ),
    "camera-themes": "Kies ten minste één thema, en elk thema één keer.",
    "camera-no-demand": (
        "Er zijn geen meldingen om te dekken. Kies een langere periode of een ander thema."
    ),
    "camera-no-sites": (
        "Er is geen plek om uit te kiezen. Voeg plekken toe, of sluit er minder uit."
    ),
    "camera-site-unknown": "Plek {site} is er niet. Kies een plek uit de lijst.",
    "camera-too-many-units": (
        "Er zijn {units} camera's en maar {sites} plekken. Kies minder camera's, of voeg plekken "
        "toe."
    ),
    "cell-size": (
        "Met vakken van {cell_m} meter is hier niet te rekenen. Kies een zijde van 50 tot 500 "
        "meter."
    ),
    "code-claimed-twice": (
        "Code {code} staat op twee themakaarten: {first} en {second}. Haal de code van één van "
        "beide af."
    ),
    "columns-missing": (
        "In {file} ontbreken kolommen die bij deze indeling horen: {missing}. Kies de indeling "
        "die bij het bestand past, of verbeter haar."
    ),
    "coordinates-misread": (
        "De plaatsen in dit bestand passen niet bij {crs}: de kolommen zijn verwisseld of het "
        "stelsel klopt niet. Er is niets ingelezen; verbeter de kolommen of het stelsel."
    ),
    "control-no-history": (
        "Er is geen periode vóór de plaatsing om gebieden op te vergelijken. Kies een latere "
        "begindatum."
    ),
    "country-areas": (
        "Deze werkmap heeft geen wijken om te rangschikken. Noem een bestand met wijken, of lees "
        "de laag in."
    ),
    "crs-apart": (
        "Van het coördinatenstelsel van het bestand ({crs}) leidt geen weg naar dat van de "
        "gemeente ({target}). Exporteer het bestand opnieuw in dat stelsel."
    ),
    "crs-mismatch": (
        "De meldingen en de kaartlaag staan in verschillende coördinatenstelsels. Zet ze om naar "
        "het stelsel van de gemeente."
    ),
    "crs-missing": (
        "In {file} staat niet in welk coördinatenstelsel de vormen liggen. Exporteer het "
        "bestand met het stelsel erbij."
    ),
    "crs-not-projected": (
        "De meldingen staan in een coördinatenstelsel zonder meters ({crs}). Zet ze om naar het "
        "stelsel van de gemeente."
    ),
    "crs-unknown": (
        "Het coördinatenstelsel dat in {file} genoemd wordt, bestaat niet. Verbeter de naam, "
        "bijvoorbeeld EPSG:4326."
    ),
    "crs-unstated": (
        "{file} noemt geen coördinatenstelsel en bevat geen lengte- en breedtegraden. Exporteer "
        "het als GeoPackage, of met het stelsel erbij."
    ),
    "demo-other-municipality": (
        "De verzonnen meldingen horen bij een andere gemeente. Lees eigen meldingen in."
    ),
    "demo-planted-too-much": (
        "Er zijn meer hotspots verzonnen dan de tabel aan meldingen van {code} in {year} "
        "toelaat. Verlaag hun aantallen."
    ),
    "demo-table-unreadable": (
        "De tabel {file} voor de verzonnen meldingen is niet te lezen. Zet het oorspronkelijke "
        "bestand terug."
    ),
    "disclosure-inside": (
        "Dit is niet voor de raad of het publiek: het laat zien waar wordt gekeken, of wat in "
        "losse meldingen staat. Kies 'intern' of 'driehoek', of een andere export."
    ),
    "disclosure-narrowed": (
        "Voor de raad en het publiek zijn er alleen cijfers van de hele gemeente en van alle uren: "
        "een deel is van het geheel af te trekken, en dan blijft een klein aantal over. Kies bij "
        "gebied de hele gemeente en alle uren; daar staat elke wijk in de tabel."
    ),
    "disclosure-rule": (
        "De regel {name} in afscherming.toml kan niet {value} zijn. Verander haar, of laat haar "
        "weg."
    ),
    "disclosure-sum": (
        "De tabellen tellen niet op ({name}); er is niets gemaakt. Meld dit aan de beheerder."
    ),
    "disclosure-too-weak": (
        "{file} laat de raad of het publiek te veel zien ({names}). Maak deze regels strenger, of "
        "laat ze weg."
    ),
    "disk-too-full": (
        "Op de schijf is minder ruimte vrij dan de gegevensopslag inneemt. Maak ruimte: anders kan "
        "er geen reservekopie of bijwerking worden gemaakt."
    ),
    "engine-local": (
        "Een scheduler, werkers of hun geheugen horen bij --engine dask. Laat ze weg, of kies dask."
    ),
    "engine-missing": (
        "Dask is niet geïnstalleerd. Vraag de beheerder om `make cluster` te draaien, of reken op "
        "deze machine."
    ),
    "evaluation-no-placements": (
        "Er is geen plaatsing om te evalueren. Kies een plaatsing die is afgelopen."
    ),
    "evaluation-no-data": (
        "Vóór de plaatsing zijn er geen gegevens om mee te vergelijken. Lees oudere meldingen in."
    ),
    "evaluation-too-early": (
        "Van na het begin van de plaatsing ({first}) zijn er nog geen gegevens. Lees nieuwere "
        "meldingen in, of evalueer later."
    ),
    "export-suffix-unknown": (
        "De uitgang {suffix} is onbekend. Geef het bestand een van deze uitgangen: {known}."
    ),
    "file-damaged": "{file} is beschadigd of niet compleet. Maak of download het bestand opnieuw.",
    "file-empty": "{file} is leeg. Exporteer het bestand opnieuw.",
    "file-kind-unsupported": (
        "{file} is geen bestand dat hier gelezen wordt. Exporteer het als CSV, Excel (XLSX), "
        "GeoJSON, GeoPackage of Parquet."
    ),
    "file-not-text": (
        "{file} is geen tekstbestand met kolommen en een eerste rij met namen. Exporteer het "
        "opnieuw als CSV (UTF-8)."
    ),
    "file-not-writable": (
        "{file} kan niet worden geschreven. Kies een andere map of pas de rechten aan."
    ),
    "file-too-many-cells": (
        "{file} heeft meer cellen dan hier in één keer gelezen worden ({most} miljoen). Deel het "
        "bestand op, of laat kolommen weg."
    ),
    "file-unreadable": (
        "{file} is niet te openen. Controleer de naam en de rechten van het bestand."
    ),
    "folder-not-writable": (
        "In de map {folder} kan niet worden geschreven. Kies een andere map of pas de rechten aan."
    ),
    "forecast-nowhere": (
        "Er zijn geen meldingen met een plaats en geen grenzen, dus geen gebied om over te "
        "rekenen. Lees meldingen van dit thema in, of grenzen."
    ),
    "geopackage-active": (
        "In {file} zit meer dan gewone tabellen ({name}). Exporteer de laag naar een nieuwe "
        "GeoPackage."
    ),
    "geopackage-layers": (
        "In {file} staat niet precies één laag met plaatsen ({layers}). Exporteer de laag die u "
        "bedoelt naar een eigen GeoPackage."
    ),
    "header-unusable": (
        "De eerste rij van {file} bevat geen bruikbare kolomnamen. Geef elke kolom in de eerste "
        "rij een eigen naam."
    ),
    "hotspot-unknown": (
        "Deze hotspot is er niet in de gekozen periode. Kies een andere uit de lijst."
    ),
    "json-without-records": (
        "In {file} staat geen lijst van meldingen. Exporteer het bestand opnieuw."
    ),
    "hours-unknown": (
        "{value} is geen dag van de week of deel van de dag. Kies een van de genoemde."
    ),
    "opendata-table-unknown": (
        "Aan {file} is niet te zien welke tabel het is, of het is een andere dan gekozen. Kies de "
        "tabel, of zet het nummer in de bestandsnaam ({tables})."
    ),
    "opendata-too-large": (
        "{file} is groter dan hier past. Download alleen de rijen van uw eigen omgeving."
    ),
    "opendata-unlike": (
        "In {file} staat geen tabel van de politie met soort, gebied, periode en aantal. Download "
        "de tabel opnieuw met codes, als JSON (OData) of CSV."
    ),
    "outlines-unfit": (
        "In {file} staan niet alleen vlakken (omtrekken van gebouwen of water). Exporteer een laag "
        "met alleen vlakken."
    ),
    "points-columns": (
        "In {file} ontbreken kolommen: {columns}. Noem ze zo, of schrijf GeoParquet met punten."
    ),
    "points-degrees": (
        "De punten in {file} staan niet in meters, maar in graden of een andere maat. Zet ze eerst "
        "om naar het stelsel van de gemeente."
    ),
    "points-empty": (
        "In {address} staan geen Parquet-bestanden met punten. Kies een bestand of een map waar "
        "die in staan."
    ),
    "points-mixed": (
        "{file} staat in een ander coördinatenstelsel dan de andere bestanden. Zet alle punten om "
        "naar één stelsel."
    ),
    "points-no-moment": (
        "Kolom {column} van {file} bevat geen tijdstippen met een tijdzone. Schrijf ze in UTC."
    ),
    "points-no-number": (
        "Kolom {column} van {file} bevat geen getallen. Schrijf x en y als getallen in meters."
    ),
    "points-no-points": "In {file} staan vormen die geen punten zijn. Schrijf één punt per rij.",
    "points-out-full": "In {address} staan al bestanden. Kies een andere map, of maak deze leeg.",
    "points-partitioned": (
        "Bij {file} staan kolommen alleen in de naam van een map: {columns}. Schrijf ze ook in de "
        "bestanden."
    ),
    "points-unreadable": "{file} is geen heel Parquet-bestand. Schrijf het opnieuw.",
    "role-wijken": (
        "Bij de rol wijkagent horen wijken, en bij geen andere rol. Noem ze allebei, of geen van "
        "beide."
    ),
    "scheduler-lost": (
        "De scheduler van Dask viel weg tijdens: {what}. Kijk op de scheduler wat er gebeurde, en "
        "begin opnieuw."
    ),
    "scheduler-unreachable": (
        "De scheduler van Dask antwoordt niet ({scheduler}). Start hem, of verbeter het adres."
    ),
    "scheduler-without-workers": (
        "De scheduler van Dask heeft geen werkers ({scheduler}). Start er een of meer, met "
        "dezelfde pakketten als hier."
    ),
    "session-expired": (
        "Uw aanmelding is verlopen. Meld u opnieuw aan; wat u bewaarde, is er nog."
    ),
    "share-not-between": (
        "{value} is geen deel. Geef een getal groter dan 0 en ten hoogste 1, zoals 0,25."
    ),
    "share-out-of-range": (
        "{share} is geen deel van het gebied. Kies een deel tussen 0 en 1, zoals 0,03."
    ),
    "mapping-not-guessed": (
        "Aan de kolommen van {file} is niet te zien wat ze betekenen ({columns}). Geef de "
        "kolommen duidelijke namen, bijvoorbeeld datum, code, x en y."
    ),
    "no-code-column": (
        "In {file} staat geen kolom met een code of thema. Kies één thema voor alle rijen."
    ),
    "opportunities-elsewhere": (
        "Geen enkele plaats in {file} ligt in of bij de gemeente. Controleer het bestand en het "
        "coördinatenstelsel."
    ),
    "opportunities-no-columns": (
        "In {file} staat geen kolom voor de plaats ({columns}). Noem de kolommen x en y, of lon en "
        "lat."
    ),
    "opportunities-no-places": (
        "In {file} staan vormen die geen punt en geen vlak zijn. Exporteer een laag met punten, of "
        "met de omtrek van gebouwen."
    ),
    "origins-overlap": ("De perioden van de toets overlappen elkaar. Laat er meer tijd tussen."),
    "param-negative": "De waarde van {name} mag niet kleiner zijn dan nul, zoals {value}.",
    "method-unknown": "De rekenwijze {method} is onbekend. Kies er een uit: {methods}.",
    "number-out-of-range": "{value} kan hier niet. Kies een geheel getal van 1 tot {most}.",
    "param-not-positive": "De waarde van {name} moet groter zijn dan nul, niet {value}.",
    "patrol-appointment": (
        "{stop} past niet meer in dit plan. Kies een andere tijd, laat deze stop weg, of zet een "
        "team erbij."
    ),
    "patrol-appointment-far": (
        "Geen team kan op tijd zijn bij {label} ({time}) en daarna op tijd terug. Verzet de "
        "afspraak, of kies een plek dichterbij of een snellere manier van reizen."
    ),
    "patrol-appointment-outside": (
        "De afspraak {label} ({time}) valt niet helemaal binnen de dienst. Verzet haar, of kies "
        "een andere dienst."
    ),
    "patrol-appointment-team": (
        "De afspraak {label} is voor team {team}, en dat gaat niet op pad. Kies een ander team."
    ),
    "patrol-appointments-overlap": (
        "{label} en {other} vallen samen, en daar is geen team voor. Verzet een van de twee, of "
        "zet een team erbij."
    ),
    "patrol-added-outside": (
        "De extra stop {label} past niet binnen de dienst. Kies andere tijden, of laat hem weg."
    ),
    "patrol-added-window": (
        "De extra stop {label} sluit voordat hij opent. Draai de twee tijden om."
    ),
    "patrol-faulty": (
        "Het plan klopte niet toen het werd nagerekend, en wordt niet getoond. Maak een nieuw plan "
        "en meld dit aan de beheerder."
    ),
    "patrol-gaps": (
        "De langste tijd tussen twee bezoeken is korter dan de kortste. Kies een langere tijd."
    ),
    "patrol-hours": "{hours} zijn geen uren. Schrijf ze zoals 18:30-23:00.",
    "patrol-when": (
        "Wanneer de dienst is, staat er niet of twee keer. Geef een begin, of een datum met een "
        "dienst of met uren."
    ),
    "patrol-week-changes": (
        "Er is iets veranderd in een dienst die niet in deze week zit, of tweemaal in dezelfde. "
        "Kies een dienst van deze week."
    ),
    "patrol-words": "{words} is niet te lezen. Schrijf het als: {form}.",
    "patrol-no-team": (
        "Er gaat niemand op pad. Voeg een team toe: te voet, op de fiets of per auto."
    ),
    "patrol-no-zone": "Een tijdstip heeft geen tijdzone. Geef de tijdzone mee.",
    "patrol-contact": (
        "Een contactpunt in het plan is geen regel van hoogstens {most} tekens. Schrijf een "
        "functie of loket met een nummer of adres, zonder namen van personen."
    ),
    "patrol-label": (
        "Een naam van een stop of afspraak heeft {length} tekens. Gebruik er 1 tot {most}, en "
        "noem geen namen van personen."
    ),
    "patrol-reason": (
        "De reden van een wijziging heeft {length} tekens. Gebruik er 1 tot {most}, en noem geen "
        "namen van personen."
    ),
    "patrol-too-short": (
        "De dienst duurt {minutes} minuten, en een bezoek {dwell}. Kies een langere dienst of een "
        "korter bezoek."
    ),
    "patrol-too-long": (
        "{minutes} minuten is te lang. Kies hoogstens {most} minuten: plan elke dag apart."
    ),
    "patrol-dwell": "Een bezoek duurt ten minste 1 minuut. Kies een langer bezoek.",
    "patrol-plan-id": (
        "Een bewaard plan heeft geen geldig nummer. Zet een andere reservekopie terug."
    ),
    "patrol-preferred": (
        "{organisation} gaat eerst bij {theme}, maar dat thema is niet gekozen. Kies het thema, of "
        "laat de voorkeur weg."
    ),
    "patrol-team": (
        "{team} is geen team. Schrijf foot, bicycle of car, zo nodig met de organisatie ervoor en "
        "de snelheid erachter: boa:bicycle=12."
    ),
    "patrol-base": "{base} is geen plek. Schrijf de x en de y in meters, met een komma ertussen.",
    "patrol-out-of-reach": (
        "Vanaf deze plek is geen hotspot te bezoeken binnen de dienst. Kies een plek dichterbij, "
        "een langere dienst of een snellere manier van reizen."
    ),
    "patrol-changed": (
        "Dit plan is intussen door iemand anders gewijzigd (versie {version}). Bekijk die versie "
        "en bewaar uw wijziging opnieuw."
    ),
    "patrol-nothing-planned": (
        "In dit plan bezoekt geen team iets. Maak een plan met ten minste één stop, en bewaar dat."
    ),
    "patrol-stop-backwards": (
        "Een bezoek in dit plan eindigt voordat het begint. Maak het plan opnieuw."
    ),
    "patrol-tick": (
        "Een afgevinkt bezoek kon niet worden bewaard. Open de ronde opnieuw en vink het nog eens "
        "af."
    ),
    "patrol-unknown": (
        "Er is geen bewaard plan {plan}. Kies een plan uit de lijst, of vraag wie het plan maakte "
        "om een nieuwe link."
    ),
    "patrol-places": (
        "Een stop of team noemt een plek of reistijd die er niet is. Nummer de plekken vanaf nul."
    ),
    "patrol-shift": "De dienst eindigt voordat ze begint. Kies een later einde.",
    "patrol-stops": (
        "Een stop sluit voordat hij opent, of is minder dan niets waard. Verbeter de stop of laat "
        "hem weg."
    ),
    "patrol-unreachable": (
        "Een team is niet op tijd terug. Kies een ander begin- of eindpunt, of een langere dienst."
    ),
    "patrol-week-cap": (
        "Een wijk mag ten hoogste {cap} bezoeken krijgen, en wijk {wijk} heeft er {needed} nodig "
        "om elke plek vaak genoeg te bezoeken. Geef een wijk een groter deel, of bezoek elke plek "
        "minder vaak."
    ),
    "patrol-week-demand": (
        "Wat voor de week gevraagd is, past niet op elkaar. Geef elke plek een eigen naam en elke "
        "dienst een aantal bezoeken van nul of meer."
    ),
    "patrol-week-floor": (
        "Zo vaak als gevraagd past elke plek niet in de diensten van deze week. Bezoek elke plek "
        "minder vaak, of zet er een dienst of een team bij."
    ),
    "patrol-week-room": (
        "Er is deze week tijd voor {room} bezoeken, ten hoogste {most} per plek, en er zijn er "
        "{needed} gevraagd ({least} per plek). Bezoek elke plek minder vaak, of zet er een dienst "
        "of een team bij."
    ),
    "patrol-week-shifts": (
        "De week heeft geen diensten, of ze staan niet op volgorde. Noem elke dienst één keer."
    ),
    "patrol-week-wishes": (
        "Afspraken en toegevoegde stops horen bij één dienst. Vraag ze bij het plan van die dienst."
    ),
    "patrol-wijk-share": "{value} is geen deel van een geheel. Kies een getal van 0 tot 1.",
    "period-backwards": (
        "De periode eindigt ({last}) voordat ze begint ({first}). Draai de twee datums om."
    ),
    "period-out-of-range": (
        "De gekozen periode ({first} tot en met {last}) valt buiten de jaren waarmee gerekend "
        "wordt. Verbeter het jaartal."
    ),
    "placement-ahead": (
        "De verwachting voor de weken erna klopt niet. Laat de keuze opnieuw doorrekenen."
    ),
    "placement-buffer": (
        "Het gebied rondom ({buffer_m} meter) reikt niet verder dan het doelgebied ({target_m} "
        "meter). Kies een grotere afstand voor het gebied rondom."
    ),
    "placement-changed": (
        "Deze plaatsing is intussen door iemand anders gewijzigd (versie {version}). Bekijk die "
        "versie en leg uw wijziging opnieuw vast."
    ),
    "placement-evaluated-early": (
        "De evaluatie ({day}) valt vóór het einde van de plaatsing ({last}). Kies een latere dag."
    ),
    "placement-learned-late": (
        "De periode waaruit geleerd is ({learned}) loopt door tot na het begin van de plaatsing "
        "({first}). Laat de plaatsing later beginnen, of leer van eerdere dagen."
    ),
    "placement-no-reason": (
        "De plek is een andere dan de voorgestelde. Schrijf in een zin op waarom de camera daar "
        "staat."
    ),
    "placement-moved": (
        "Een camera op een andere plek is een andere plaatsing: doel en vergelijkingsgebied horen "
        "bij de plek. Leg een nieuwe plaatsing vast."
    ),
    "placement-no-site": (
        "Plek {site} staat niet bij de {sites} voorgestelde. Kies een van die plekken, of kies een "
        "andere plek en schrijf op waarom."
    ),
    "placement-no-zone": "Het moment van vastleggen heeft geen tijdzone. Geef de tijdzone mee.",
    "placement-nowhere": "Deze plek bestaat niet. Kies een plek op de kaart.",
    "placement-outside": "Deze plek ligt buiten de gemeente. Kies een andere plek.",
    "placement-request": (
        "Er staat een dag of kenmerk van een verzoek, maar niet dat de politie erom vroeg. Kies "
        "ja, of laat dag en kenmerk leeg."
    ),
    "placement-retention": (
        "Beelden mogen geen {days} dagen bewaard blijven. Kies 1 tot {most} dagen."
    ),
    "placement-same": "Er is niets gewijzigd. Wijzig iets, of laat de plaatsing zoals zij is.",
    "placement-text-long": (
        "Een van de teksten is te lang: {length} tekens. Zeg het in ten hoogste {most} tekens."
    ),
    "placement-text-missing": (
        "Er ontbreekt een tekst: het doel van de plaatsing, of de reden van een wijziging. "
        "Schrijf een zin op."
    ),
    "placement-unknown": ("Plaatsing {placement} is er niet. Kies een plaatsing uit de lijst."),
    "point-folder-not-writable": (
        "De map {folder} kan niet worden gemaakt, of er staat al iets in. Kies een nieuwe of lege "
        "map, of pas de rechten aan."
    ),
    "policy-priority-unknown": (
        "In {file} staat iets over {name}, maar dat is geen prioriteit. Schrijf haar zoals in de "
        "lijst van prioriteiten."
    ),
    "policy-table-unreadable": (
        "De tabel {file} van het veiligheidsbeleid is niet te lezen. Zet het oorspronkelijke "
        "bestand terug."
    ),
    "report-double-name": (
        "{name} is meer dan één keer gekozen. Kies elk thema en elke wijk één keer."
    ),
    "service-endless": (
        "{host} bleef bladzijden sturen; er is niets vervangen. Probeer het later opnieuw, of "
        "lees een bestand in."
    ),
    "service-foreign-link": (
        "{host} verwees naar een ander adres; dat wordt niet gevolgd. Probeer het later "
        "opnieuw, of lees een bestand in."
    ),
    "service-garbage": (
        "{host} gaf een antwoord dat niet te lezen is; er is niets vervangen. Probeer het later "
        "opnieuw, of lees een bestand in."
    ),
    "service-no-areas": (
        "Er zijn geen gebieden van {code} voor {year}. Kies een ander jaar, of lees een bestand "
        "met gebieden in."
    ),
    "service-no-figures": (
        "{host} heeft in {table} geen cijfers van deze gemeente; er is niets vervangen. Controleer "
        "de code van de gemeente ({code}), of lees een bestand in."
    ),
    "service-refused": (
        "{host} weigerde het verzoek; er is niets vervangen. Probeer het later opnieuw, of lees "
        "een bestand in."
    ),
    "service-too-large": (
        "{host} stuurde meer dan hier past; er is niets vervangen. Probeer het later opnieuw, "
        "of lees een bestand in."
    ),
    "service-too-slow": (
        "{host} deed er te lang over; er is niets vervangen. Probeer het later opnieuw, of lees "
        "een bestand in."
    ),
    "service-unreachable": (
        "{host} is niet te bereiken; er is niets vervangen. Controleer de internetverbinding, "
        "of lees een bestand in."
    ),
    "quarantine-import": (
        "Kies van één import de geweigerde rijen ({imports}); rijen van verschillende bestanden "
        "kunnen niet samen worden verbeterd."
    ),
    "quarantine-mixed": (
        "In {file} staan geweigerde rijen van verschillende imports ({imports}). Download ze per "
        "import en verbeter ze één voor één."
    ),
    "settings-invalid": (
        "In {file} kloppen deze waarden niet: {names}. Verbeter ze en probeer het opnieuw."
    ),
    "sign-in-unfit": (
        "De aanmelding zegt niet wie u bent. Vraag de beheerder om de instellingen van de "
        "aanmeldvoorziening na te kijken."
    ),
    "source-unknown": "De bron {source} is onbekend. Kies een van deze: {sources}.",
    "sites-property-unknown": (
        "De lijst heeft geen kolom {name} met ja of nee. Kies uit: {known}, of voeg de kolom toe."
    ),
    "store-changing": (
        "Er wordt steeds iets ingelezen terwijl dit wordt uitgerekend. Wacht tot het inlezen klaar "
        "is en probeer het opnieuw."
    ),
    "store-damaged": (
        "De gegevensopslag is beschadigd. Vraag de beheerder een reservekopie terug te zetten."
    ),
    "store-locked": (
        "De gegevensopslag is in gebruik door een ander programma. Wacht tot dat klaar is en "
        "probeer het opnieuw."
    ),
    "store-not-copied": (
        "De gegevensopslag {file} is van een eerdere versie en kan niet worden gekopieerd voordat "
        "ze wordt bijgewerkt; er is niets veranderd. Maak schijfruimte vrij en probeer het opnieuw."
    ),
    "store-not-rewritten": (
        "Wat over zijn bewaartermijn is, kon niet worden verwijderd; {file} is zoals het was. Maak "
        "schijfruimte vrij en probeer het opnieuw."
    ),
    "store-not-written": (
        "Dit kon niet worden bewaard; de gegevens zijn zoals ze waren. Maak "
        "schijfruimte of geheugen vrij en lees het bestand opnieuw in."
    ),
    "store-unusable": (
        "De gegevensopslag {file} kan niet worden gelezen of geschreven. Controleer de rechten "
        "en de schijf, of zet een reservekopie terug."
    ),
    "store-version": (
        "De gegevensopslag {file} is door een andere versie van dit programma gemaakt. Gebruik "
        "die versie, of noem een andere opslag in gemeente.toml."
    ),
    "streets-elsewhere": (
        "Geen enkele straat in {file} ligt in of bij de gemeente. Controleer het bestand en het "
        "coördinatenstelsel dat het noemt."
    ),
    "streets-no-lines": (
        "In {file} staan vormen die geen straat zijn. Exporteer een laag met alleen lijnen."
    ),
    "table-missing": (
        "Naast {file} ontbreekt het bestand {table}. Zet de tabellen van één export bij elkaar "
        "en probeer het opnieuw."
    ),
    "survey-more-safe": (
        "Er voelen zich meer mensen veilig ({safe}) dan er gevraagd zijn ({asked}). Verbeter een "
        "van de twee getallen."
    ),
    "status-priority-unknown": (
        "Het veiligheidsbeleid heeft geen prioriteit {name}. Kies een prioriteit uit de lijst."
    ),
    "status-without-role": (
        "Vul uw rol in, bijvoorbeeld beleidsadviseur; een naam is niet nodig. Wat u schreef, "
        "staat er nog."
    ),
    "style-letters": (
        "In {folder} staat geen lettertype {font}. Zet daar de bestanden van dat lettertype (.ttf "
        "of .otf), of haal font_folder uit huisstijl.toml."
    ),
    "style-logo": (
        "Het logo {file} is niet te gebruiken. Zet een PNG of JPEG van hooguit 2 MB naast "
        "huisstijl.toml, of laat het logo weg."
    ),
    "text-account": (
        "In de tekst staat een rekeningnummer. Laat het weg: hier staat wat er op een plek "
        "gebeurt, en niets waaraan iemand te herkennen is."
    ),
    "text-bsn": (
        "In de tekst staat iets dat een burgerservicenummer kan zijn. Laat het weg: hier staat wat "
        "er op een plek gebeurt, en niets waaraan iemand te herkennen is."
    ),
    "text-mail": (
        "In de tekst staat een e-mailadres. Laat het weg: hier staat wat er op een plek gebeurt, "
        "en niets waaraan iemand te herkennen is."
    ),
    "text-phone": (
        "In de tekst staat een telefoonnummer. Laat het weg: hier staat wat er op een plek "
        "gebeurt, en niets waaraan iemand te herkennen is."
    ),
    "text-plate": (
        "In de tekst staat iets dat een kenteken kan zijn. Laat het weg: hier staat wat er op een "
        "plek gebeurt, en niets waaraan iemand te herkennen is."
    ),
    "text-signs": ("In de tekst staat een teken dat niet te lezen is. Schrijf de tekst opnieuw."),
    "theme-name-reserved": (
        "Een themakaart mag niet {theme} heten: die naam is voor codes zonder eigen kaart. Geef "
        "de kaart een andere naam."
    ),
    "theme-unknown": "Het thema {theme} is onbekend. Kies een van deze: {themes}.",
    "toml-unreadable": (
        "Het instellingenbestand {file} is niet te lezen. Verbeter het of zet het oude terug."
    ),
    "undo-nothing": (
        "Er is nog niets ingelezen dat ongedaan kan worden gemaakt. Lees eerst een bestand in."
    ),
    "undo-not-last": (
        "Er is intussen een ander bestand ingelezen ({file}); er is niets ongedaan gemaakt. Bekijk "
        "de geschiedenis opnieuw."
    ),
    "undo-too-old": (
        "{file} is ingelezen door een oudere versie van dit programma, die niet bewaarde wat er "
        "vervangen werd. Zet een reservekopie van daarvoor terug."
    ),
    "worker-lost": (
        "Werkers van Dask vielen telkens weg tijdens: {what}. Geef elke werker meer geheugen, of "
        "maak de delen kleiner."
    ),
    "workspace-exists": (
        "In de map {folder} staat al een werkmap van een gemeente. Kies een andere map."
    ),
    "workspace-missing": (
        "In de map {folder} staan geen instellingen van een gemeente. Vraag de beheerder om een "
        "werkmap te maken met `hotspotkaart workspace init`."
    ),
    "workspace-not-dutch": (
        "De officiële grenzen zijn er alleen voor Nederlandse gemeenten, en {code} is geen "
        "Nederlandse code. Lees een bestand met gebieden in."
    ),
}

_UNKNOWN: Final = (
    "Er ging iets mis dat nog geen eigen uitleg heeft (kenmerk: {key}). Geef dit kenmerk door aan "
    "de beheerder."
)
_MACHINE: Final = (
    "De computer kon dit niet afmaken ({key}); wat er was, is gebleven. Maak schijfruimte of "
    "geheugen vrij en probeer het opnieuw."
)


def say_problem(problem: BaseException) -> str:
    """Say in Dutch what is wrong and what to do, also where nobody foresaw it.

    Parameters
    ----------
    problem
        One of our own errors, or whatever else stopped the work.

    Returns
    -------
    str
        Plain text, as of `say_error`; of what was not foreseen it names the kind alone.
    """
    if isinstance(problem, HotspotkaartError):
        return say_error(problem)
    sentence = _MACHINE if isinstance(problem, OSError | MemoryError) else _UNKNOWN
    return sentence.format(key=type(problem).__name__)


def say_error(error: HotspotkaartError) -> str:
    """Say in Dutch what is wrong and what to do, never how the program came to know.

    Parameters
    ----------
    error
        Its key chooses the sentence, its facts fill it in.

    Returns
    -------
    str
        Plain text. Facts may hold what a file said: show it as text, not as markup.
    """
    facts = {name: _say_fact(fact) for name, fact in error.facts.items()}
    return SENTENCES.get(error.key, _UNKNOWN).format_map(_Facts(facts | {"key": error.key}))


class _Facts(dict[str, str]):
    """Facts of which one that is missing leaves no hole that stops the sentence."""

    def __missing__(self, name: str) -> str:
        return "onbekend"


def _say_fact(fact: object) -> str:
    if isinstance(fact, Path):
        return fact.name or str(fact)
    return say_date(fact) if isinstance(fact, date) else str(fact)
