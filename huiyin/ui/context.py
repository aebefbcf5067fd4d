"""What every page of the frame knows."""

from typing import Any


def frame(request: Any) -> dict[str, Any]:
    return {"actor": request.actor}
