from . import controlled_doc
from . import controlled_flow
from . import controlled_feedback
