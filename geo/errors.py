"""The error types of the house: one tree, every leaf a sentence that helps."""


class HotspotkaartError(Exception):
    """A failure that the user can understand and mend.

    Parameters
    ----------
    key
        Stable name of this failure, such as ``"file-missing"``; the screen looks up its Dutch
        sentence by it (see ``geo.present.wording``).
    expected
        What was expected, as a phrase.
    got
        What came instead, as a phrase.
    remedy
        What to do about it, as an imperative phrase.
    facts
        Values (names, numbers, paths) that the Dutch sentence fills in.
    """

    def __init__(self, key: str, *, expected: str, got: str, remedy: str, **facts: object) -> None:
        self.key = key
        self.facts = facts
        super().__init__(_one_line(f"expected {expected}, got {got}; {remedy}"))

    def __reduce__(self) -> tuple[object, ...]:
        """Let a failure travel from the process in which it came about."""
        return _restore, (type(self), self.args, self.__dict__)


class ParamsError(HotspotkaartError, ValueError):
    """A parameter that cannot be used."""


class WorkspaceError(HotspotkaartError):
    """A municipality's folder that is missing, damaged or already there."""


class ThemeError(HotspotkaartError):
    """A theme card or crime code that cannot be used."""


class IntakeError(HotspotkaartError):
    """A file of incidents or areas that cannot be taken in as a whole."""


class MappingError(IntakeError):
    """A file whose columns cannot be told apart."""


class BoundaryError(IntakeError):
    """An area layer that is missing or cannot be read."""


class CrsMismatchError(HotspotkaartError):
    """Two frames in different coordinate reference systems, which would join to nothing."""


class StoreError(HotspotkaartError):
    """A store that is locked, damaged or made by another version."""


class AccessError(HotspotkaartError):
    """A question that somebody may not ask, or a door that is not open to them."""


class EngineError(HotspotkaartError):
    """Workers, or their scheduler, that cannot do what is asked."""


class PublicServiceError(HotspotkaartError):
    """A public service on the internet that does not answer as documented."""


def forget_frames(problem: BaseException | None) -> None:
    """Let a problem that is kept go of the frames that it came through, and of all that they hold.

    Parameters
    ----------
    problem
        May have others behind it; what each of them says stays.
    """
    while problem is not None:
        problem.__traceback__ = None
        problem = problem.__cause__ or problem.__context__


def _restore(
    kind: type[HotspotkaartError], args: tuple[object, ...], facts: dict[str, object]
) -> HotspotkaartError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


def _one_line(text: str) -> str:
    return " ".join(text.split())
