"""The token in our forms: a request that changes something comes from a page that this server made."""

from __future__ import annotations

import hmac
from typing import Annotated

from pydantic import Field

from fabula.web.faults import Fault
from fabula.web.state import State

FormToken = Annotated[str, Field(max_length=200)]


def check_form(state: State, token: str) -> None:
    """Refuse a form that is not ours.

    Raises  Fault
    """
    if not hmac.compare_digest(token.encode("utf-8", "replace"), state.settings.form_token.encode()):
        raise Fault(
            403, "An old page", "This page is from before the server was started again: go back, and load it anew."
        )
