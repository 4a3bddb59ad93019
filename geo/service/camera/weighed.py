"""What a suggested site was held against, for the record of the placement that comes of it."""

from geo.placement_choice import Ahead, RunnerUp, TriedSetting, Weighed
from geo.service.camera.answers import STREET, CameraAdvice, SiteAdvice


def tell_weighed(advice: CameraAdvice, number: int) -> Weighed | None:
    """Say what one of the suggested sites was held against.

    Parameters
    ----------
    advice
        What was advised.
    number
        Of the site, from 1.

    Returns
    -------
    Weighed or None
        None where no such site was suggested, and as long as the choice has not been proven: what
        is not reckoned yet is not written down.
    """
    if advice.choice is None or not advice.proven or number > len(advice.sites):
        return None
    site = advice.sites[number - 1]
    return Weighed(
        sites=len(advice.sites),
        in_use=advice.question.in_use,
        runner_up=_tell_runner_up(advice, site),
        chosen=site.chosen or 0,
        samples=site.samples,
        gap=advice.choice.gap,
        settings=tuple(
            TriedSetting(
                name=variant.name, moving=variant.moving, farthest_m=float(variant.farthest_m)
            )
            for variant in advice.variants
        ),
        ahead=_tell_ahead(advice),
    )


def _tell_runner_up(advice: CameraAdvice, site: SiteAdvice) -> RunnerUp | None:
    if site.runner_up is None:
        return None
    street = str(advice.candidates[STREET].iloc[site.runner_up])
    # Nothing is lost with an equal, whatever rounding makes of the difference.
    return RunnerUp(
        place=advice.place_of(site.runner_up), street=street, lost=max(float(site.lost), 0.0)
    )


def _tell_ahead(advice: CameraAdvice) -> Ahead | None:
    outlook = advice.outlook
    if outlook is None or outlook.ahead is None or outlook.low is None or outlook.high is None:
        return None
    return Ahead(share=float(outlook.ahead), low=float(outlook.low), high=float(outlook.high))
