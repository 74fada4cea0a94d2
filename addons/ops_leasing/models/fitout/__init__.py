from . import (
    contract,
    drawing,
    finding,
    fitout,
    fitout_gates,
    fitout_review,
    fitout_steps,
    improvement,
    visit,
    worker,
)
