"""The label sets of the heads, in the order in which the model knows them."""

from __future__ import annotations

from typing import get_args

from dragoman.encoding import TYPES
from dragoman.record import Act, Status

ACTS: tuple[str, ...] = get_args(Act)
STATUSES: tuple[str, ...] = get_args(Status)
CONTEXTS = tuple(
    (
        "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal "
        "reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic "
        "territory peacekeeping health asylum migration disasters natural_resource environment technology terrorism cbrn cyber "
        "misinformation crime corruption illegal_drugs trafficking"
    ).split()
)
_MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove allege investigate",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
    "crowd-control unconventional",
}
# "TYPE/mode" for each mode, and "TYPE/" for none; a mode is chosen among those of the event's type.
MODES = tuple(f"{kind}/{mode}" for kind in TYPES for mode in ["", *_MODES.get(kind, "").split()])
