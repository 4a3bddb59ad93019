"""What the service hands on for the meeting of mayor, prosecutor and police: frozen classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyproj import CRS

from geo.advice.evaluation import Advice, Verdict
from geo.agreements import ActionKind, AgreedGround, CountableGoal, Party, Status
from geo.analysis.timing import WeekHours
from geo.analysis.trends import BEFORE, NOW, Difference
from geo.disclosure import Audience, Count, Reason, Rules
from geo.errors import ParamsError
from geo.intake.boundaries import AreaLayer
from geo.intake.house_style import HouseStyle
from geo.intake.status_lines import StatusLine
from geo.params import Period
from geo.schema import Against, Layer, Weakness
from geo.service.agreement.answers import AgreementResult, GoalProgress, Unmeasured
from geo.service.answers import DataStatus, HotspotReport
from geo.service.open_answers import OpenReport
from geo.service.patrol.visit_answers import DosageReport
from geo.service.placement.answers import LeftOut, PlacementEvaluation


@dataclass(frozen=True, kw_only=True)
class MeetingQuestion:
    """What a meeting wants to see.

    Parameters
    ----------
    period
        Local days, both ends included.
    audience
        Who will see it.
    themes
        Names of cards, in the order of the pages; none means all, the heaviest harm first.
    wijken
        Codes of the wijken to tell apart; none means all.
    against
        The period with which to compare.

    Raises
    ------
    ParamsError
        If a theme or wijk is named twice.
    """

    period: Period
    audience: Audience
    themes: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    against: Against = Against.BEFORE

    def __post_init__(self) -> None:
        """Refuse a name that comes twice."""
        for names in (self.themes, self.wijken):
            double = sorted({name for name in names if names.count(name) > 1})
            if double:
                raise ParamsError(
                    "report-double-name",
                    expected="each theme and wijk once",
                    got=f"{', '.join(double)} more than once",
                    remedy="name it once",
                    name=", ".join(double),
                )


@dataclass(frozen=True)
class Figure:
    """A count of now and of before.

    ``before`` is None where nothing compares; ``change`` is None then too, and where one of the
    two is held back.
    """

    now: Count
    before: Count | None = None
    change: Difference | None = None

    def __iter__(self) -> Iterator[Count]:
        """Yield the counts that there are."""
        yield self.now
        if self.before is not None:
            yield self.before

    def list_columns(self) -> Iterator[tuple[str, int]]:
        """Yield the counts that are no mark, each with the name of its column."""
        for column, count in ((NOW, self.now), (BEFORE, self.before)):
            if isinstance(count, int):
                yield column, count


@dataclass(frozen=True)
class AreaFigure:
    """The figure of one area; ``code`` is None for what lies in no area."""

    code: str | None
    name: str
    figure: Figure


@dataclass(frozen=True)
class MonthFigure:
    """The count of a month, and whether the data have all of it."""

    month: date
    count: Count
    is_whole: bool


@dataclass(frozen=True, eq=False)
class ThemePart:
    """What a meeting sees of one theme.

    ``months`` run over both periods, and over a year at least; ``wijken`` are those that were
    chosen. ``hotspots`` (weighed and timed) is None for an audience that may see no places;
    ``week`` then tells parts of the day apart and no hours.
    """

    theme: str
    title: str
    colour: str
    figure: Figure
    months: tuple[MonthFigure, ...]
    wijken: tuple[AreaFigure, ...]
    week: WeekHours
    hotspots: HotspotReport | None
    without_place: Count
    place_precisions: tuple[str, ...]
    time_precisions: tuple[str, ...]


@dataclass(frozen=True)
class ParkPart:
    """What a business park counts: all incidents, and each theme by its title."""

    code: str
    name: str
    total: Figure
    themes: Mapping[str, Figure]


@dataclass(frozen=True)
class CameraPart:
    """A placement of a camera unit, and what came of it.

    ``agreed_share`` is the reduction that was agreed on. ``verdict`` and ``advice`` are None where
    it cannot be measured yet, and ``why`` says so then. ``found`` has all that was measured, for
    who may see places.
    """

    number: int
    wijken: tuple[str, ...]
    titles: tuple[str, ...]
    used: Period
    agreed_share: float
    evaluated_on: date
    verdict: Verdict | None
    advice: Advice | None
    why: LeftOut | None
    found: PlacementEvaluation | None


@dataclass(frozen=True)
class VisitFigure:
    """Visits of patrols to hotspots: planned, and done."""

    planned: Count
    done: Count

    def __iter__(self) -> Iterator[Count]:
        """Yield both counts."""
        yield from (self.planned, self.done)


@dataclass(frozen=True)
class AreaVisits:
    """The visits in one area; ``code`` is None outside of all."""

    code: str | None
    name: str
    visits: VisitFigure


@dataclass(frozen=True, eq=False)
class PatrolPart:
    """What patrols planned and did at hotspots in the period.

    ``wijken`` are those that were chosen, in order of their codes. ``report`` tells each place
    apart; None for an audience that may see no places.
    """

    total: VisitFigure
    wijken: tuple[AreaVisits, ...]
    report: DosageReport | None


@dataclass(frozen=True)
class AgreementPart:
    """An agreement on a place, and what came of it.

    ``place`` is None where the audience may not see it, as ``goal`` and ``progress`` are where
    their counts are held back (``is_held``); ``agreed_share`` is the reduction where it was agreed
    on as a share. ``why`` says why there is no ``verdict``. ``result`` has all that was measured,
    for who may see places.
    """

    number: int
    kind: ActionKind
    parties: tuple[Party, ...]
    used: Period
    status: Status
    is_overdue: bool
    is_set_late: bool
    place: AgreedGround | None
    wijken: tuple[str, ...]
    titles: tuple[str, ...]
    goal: CountableGoal | None
    agreed_share: float | None
    by: date
    progress: GoalProgress | None
    is_reached: bool | None
    why: Unmeasured | None
    verdict: Verdict | None
    result: AgreementResult | None
    is_held: bool


@dataclass(frozen=True)
class PolicyRow:
    """A row of the policy's table: a count a year, and how the last two differ.

    ``years`` holds None where nobody knows; ``published`` the years whose figure was published and
    not counted, ``confirmed`` those that were counted just as they were published. ``unit`` is the
    change of the police unit as printed, None where not published. ``differing`` names the years
    that were published otherwise than they are counted.
    """

    title: str
    code: str | None
    years: Mapping[int, Count | None]
    published: frozenset[int]
    change: Difference | None
    unit: str | None
    differing: Mapping[int, int]
    confirmed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PolicyTable:
    """The policy's table of crimes, for any years."""

    title: str
    years: tuple[int, ...]
    rows: tuple[PolicyRow, ...]
    source: str


@dataclass(frozen=True)
class PriorityPart:
    """A priority of the policy: its themes with their titles, the published baseline, and now.

    ``baseline`` sums the ``published`` rows of its themes by year, empty without any; other codes
    of the themes are in ``figure`` alone where ``is_covered`` is false. ``figure`` is None
    where no theme stands for it; ``status`` is what somebody wrote down, empty where nobody
    did.
    """

    name: str
    titles: tuple[str, ...]
    baseline: Mapping[int, int]
    figure: Figure | None
    status: StatusLine | None
    published: tuple[str, ...] = ()
    is_covered: bool = True
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Meeting:
    """All that a deck and a report tell a meeting.

    ``previous`` is None where the data do not cover both periods whole. ``patrols`` is None where
    no kept plan has a hotspot in the period, ``policy`` in a workspace without a policy.
    ``weaknesses`` are the kinds that the data have, whatever their number. ``rules``
    are those of the audience, ``held`` counts the figures that it may not see, by reason.
    ``open_figures`` is None as long as nobody took any in.
    """

    question: MeetingQuestion
    municipality: str
    crs: CRS
    previous: Period | None
    total: Figure
    themes: tuple[ThemePart, ...]
    parks: tuple[ParkPart, ...]
    cameras: tuple[CameraPart, ...]
    patrols: PatrolPart | None
    policy: PolicyTable | None
    priorities: tuple[PriorityPart, ...]
    weaknesses: frozenset[Weakness]
    data: DataStatus
    layers: Mapping[Layer, AreaLayer]
    style: HouseStyle
    logo: bytes | None
    letters: Path | None
    rules: Rules
    agreements: tuple[AgreementPart, ...] = ()
    open_figures: OpenReport | None = None
    held: Mapping[Reason, int] = field(default_factory=dict)

    @property
    def held_back(self) -> int:
        """How many figures the audience may not see."""
        return sum(self.held.values())

    @property
    def smallest(self) -> int:
        """The least count that the audience may see; 0 where it may see all."""
        return self.rules.least_count

    @property
    def audience(self) -> Audience:
        """Who will see it."""
        return self.question.audience

    @property
    def period(self) -> Period:
        """Local days, both ends included."""
        return self.question.period
