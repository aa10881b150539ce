"""Everything that can be done by a key on the screens there are, defined once."""

from empfang.texts import actions as t
from empfang.texts import ask_by_text as x
from empfang.texts import call_actions as c
from empfang.texts import day_report as y
from empfang.texts import leftover_actions as d
from empfang.texts import leftover_second as s
from empfang.texts import ringing_back as r
from empfang.widgets.actions import Action

# What the reception does while searching
OPEN = Action("open", "enter", *t.OPEN, t.OPEN_WHAT)
UP = Action("up", "up", *t.UP, t.UP_WHAT)
DOWN = Action("down", "down", *t.DOWN, t.DOWN_WHAT)
PAGE_UP = Action("page_up", "pageup", *t.PAGE_UP, t.PAGE_UP_WHAT)
PAGE_DOWN = Action("page_down", "pagedown", *t.PAGE_DOWN, t.PAGE_DOWN_WHAT)
BACK = Action("back", "escape", *t.BACK, t.BACK_WHAT)

# What an open card offers
ADMIT = Action("admit", "enter", *t.ADMIT, t.ADMIT_WHAT)
CHOOSE = Action("choose", "enter", *t.CHOOSE, t.CHOOSE_WHAT)
MOVE = Action("move", "u", *t.MOVE, t.MOVE_WHAT)
READMIT = Action("readmit", "w", *t.READMIT, t.READMIT_WHAT)
READMIT_NOW = Action("take_words", "enter", *t.READMIT, t.READMIT_WHAT)
WALK_IN_NOW = Action("take_words", "enter", *t.WALK_IN, t.WALK_IN_WHAT)
DOCTOR_NOW = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
LEFT = Action("left", "x", *t.LEFT, t.LEFT_WHAT)
CANCEL = Action("cancel", "s", *t.CANCEL, t.CANCEL_WHAT)
PAPERS = Action("papers", "p", *t.PAPERS, t.PAPERS_WHAT)
NEEDS = Action("needs", "b", *t.NEEDS, t.NEEDS_WHAT)
GROUP = Action("group", "g", *t.GROUP, t.GROUP_WHAT)
WALK_IN = Action("walk_in", "n", *t.WALK_IN, t.WALK_IN_WHAT)
DOCTOR = Action("doctor", "a", *t.DOCTOR, t.DOCTOR_WHAT)
OTHER_VACCINE = Action("other_vaccine", "i", *t.OTHER_VACCINE, t.OTHER_VACCINE_WHAT)
FURTHER = Action("further", "z", *t.FURTHER, t.FURTHER_WHAT)
ON_SITE = Action("on_site", "h", *t.ON_SITE, t.ON_SITE_WHAT)
COMPANION = Action("companion", "m", *t.COMPANION, t.COMPANION_WHAT)
REGISTER = Action("register", "ctrl+n", *t.REGISTER, t.REGISTER_WHAT)
ENTER_PERSON = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
DOSES = Action("doses", "f", *t.DOSES, t.DOSES_WHAT)
ASK_DOSES = Action("doses", "enter", *t.DOSES, t.DOSES_WHAT)
NOTE_DOSES = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
REASONS = Action("reasons", "r", *t.REASONS, t.REASONS_WHAT)
PERSON = Action("person", "d", *t.PERSON, t.PERSON_WHAT)

ON_A_CARD = (
    ADMIT, CHOOSE, GROUP, PAPERS, NEEDS, DOCTOR, MOVE, DOSES, REASONS, OTHER_VACCINE, WALK_IN, READMIT, LEFT, CANCEL,
    FURTHER, COMPANION, ON_SITE, PERSON,
)  # fmt: skip

# Papers and groups
IS_THERE = Action("is_there", "j", *t.IS_THERE, t.IS_THERE_WHAT)
IS_MISSING = Action("is_missing", "n", *t.IS_MISSING, t.IS_MISSING_WHAT)
IS_OPEN = Action("is_open", "o", *t.IS_OPEN, t.IS_OPEN_WHAT)
OTHER_WAY = Action("other_way", "space", *t.OTHER_WAY, t.OTHER_WAY_WHAT)
TICK = Action("tick", "space", *t.TICK, t.TICK_WHAT)
KEEP = Action("keep", "enter", *t.KEEP, t.KEEP_WHAT)
TELL_CALLERS = Action("tell_callers", "i", *t.TELL_CALLERS, t.TELL_CALLERS_WHAT)
KEEP_INFO = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
HERE_OR_NOT = Action("here_or_not", "space", *t.HERE_OR_NOT, t.HERE_OR_NOT_WHAT)
ADMIT_THESE = Action("admit_these", "enter", *t.ADMIT_THESE, t.ADMIT_THESE_WHAT)
IN_A_LIST = (UP, DOWN, PAGE_UP, PAGE_DOWN)

# The person's page
SAVE = Action("save", "ctrl+s", *t.SAVE, t.SAVE_WHAT)
CLOSE = Action("close", "escape", *t.CLOSE, t.CLOSE_WHAT)

# Übertragung
FIRST = Action("first", "1", *t.FIRST, t.FIRST_WHAT)
SECOND = Action("second", "2", *t.SECOND, t.SECOND_WHAT)
THIRD = Action("third", "3", *t.THIRD, t.THIRD_WHAT)
DONE = Action("done", "e", *t.DONE, t.DONE_WHAT)
ALL_SEEN = Action("all_seen", "g", *t.ALL_SEEN, t.ALL_SEEN_WHAT)
TRY_NOW = Action("try_now", "v", *t.TRY_NOW, t.TRY_NOW_WHAT)
TO_PERSON = Action("to_person", "enter", *t.TO_PERSON, t.TO_PERSON_WHAT)
BACK_TO_WORK = Action("close", "escape", *t.BACK_TO_WORK, t.BACK_TO_WORK_WHAT)

# Nacherfassen
ENTER_LINE = Action("enter_line", "enter", *t.ENTER_LINE, t.ENTER_LINE_WHAT)

# Telefon
CALL_BEGIN = Action("call_begin", "enter", *c.BEGIN, c.BEGIN_WHAT)
CALL_BOOK = Action("call_book", "b", *c.BOOK, c.BOOK_WHAT)
CALL_MOVE = Action("call_move", "v", *c.MOVE, c.MOVE_WHAT)
CALL_CANCEL = Action("call_cancel", "a", *c.CANCEL, c.CANCEL_WHAT)
CALL_DELETE = Action("call_delete", "l", *c.DELETE, c.DELETE_WHAT)
CALL_INFORM = Action("call_inform", "i", *c.INFORM, c.INFORM_WHAT)
CONCERNS = (CALL_BOOK, CALL_MOVE, CALL_CANCEL, CALL_DELETE, CALL_INFORM)
NEXT_LINE = Action("next_line", "enter", *c.NEXT, c.NEXT_WHAT)
NEW_PERSON = Action("new_person", "n", *c.NEW, c.NEW_WHAT)
CODE_RIGHT = Action("code_right", "c", *c.CODE_RIGHT, c.CODE_RIGHT_WHAT)
BIRTH_RIGHT = Action("birth_right", "g", *c.BIRTH_RIGHT, c.BIRTH_RIGHT_WHAT)
CALLED_BACK = Action("called_back", "r", *c.CALLED_BACK, c.CALLED_BACK_WHAT)
VERIFYING = (CODE_RIGHT, BIRTH_RIGHT, CALLED_BACK)
TAKE_PLACE = Action("take_place", "enter", *c.TAKE, c.TAKE_WHAT)
EARLIER_DAY = Action("earlier_day", "left", *c.EARLIER, c.EARLIER_WHAT)
LATER_DAY = Action("later_day", "right", *c.LATER, c.LATER_WHAT)
ONLY_FIRST = Action("only_first", "e", *c.ONLY_FIRST, c.ONLY_FIRST_WHAT)
WAIT_FOR_PLACE = Action("wait_for_place", "w", *c.WAIT, c.WAIT_WHAT)
ASK_PLACES = Action("ask_places", "enter", *c.ASK, c.ASK_WHAT)
FURTHER_PERSON = Action("further_person", "plus", *c.FURTHER, c.FURTHER_WHAT)
END_CALL = Action("end_call", "enter", *c.END, c.END_WHAT)
CODE_TOLD = Action("code_told", "c", *c.TOLD, c.TOLD_WHAT)
READ_CODE = Action("code_told", "c", *c.READ_CODE, c.READ_CODE_WHAT)
SEND_AGAIN = Action("send_again", "s", *c.SEND, c.SEND_WHAT)
TAKE_OTHER = Action("take_other", "w", *c.OTHER, c.OTHER_WHAT)
CANCEL_THESE = Action("cancel_these", "enter", *c.CANCEL, c.CANCEL_WHAT)
MOVE_THIS = Action("move_this", "enter", *c.MOVE, c.MOVE_WHAT)
SOONER = Action("sooner", "k", *c.SOONER, c.SOONER_WHAT)
CALL_AGAIN = Action("call_again", "t", *c.AGAIN, c.AGAIN_WHAT)
DELETE_PERSON = Action("delete_person", "enter", *c.DELETE, c.DELETE_WHAT)
DELETE_TOO = Action("delete_person", "l", *c.DELETE, c.DELETE_WHAT)
CALL_PERSON = Action("call_person", "d", *c.PERSON, c.PERSON_WHAT)
KEEP_REASON = Action("take_words", "enter", *c.KEEP_REASON, c.KEEP_REASON_WHAT)
RINGS_BACK = Action("rings_back", "r", *r.TAKE, r.TAKE_WHAT)
CALL_BACK = Action("call_back", "escape", *c.BACK, c.BACK_WHAT)
OF_A_CALL = (
    CALL_BEGIN, *CONCERNS, NEXT_LINE, NEW_PERSON, *VERIFYING, TAKE_PLACE, EARLIER_DAY, LATER_DAY, ONLY_FIRST,
    WAIT_FOR_PLACE, ASK_PLACES, FURTHER_PERSON, END_CALL, CODE_TOLD, READ_CODE, SEND_AGAIN, TAKE_OTHER, CANCEL_THESE,
    MOVE_THIS, SOONER, DELETE_PERSON, DELETE_TOO, CALL_PERSON, RINGS_BACK, CALL_BACK,
)  # fmt: skip

# Restdosen
START_CALL = Action("start_call", "enter", *d.CALL, d.CALL_WHAT)
ASK_HERE = Action("start_call", "enter", *d.ASK_HERE, d.ASK_HERE_WHAT)
NOT_HERE = Action("not_here", "x", *d.NOT_HERE, d.NOT_HERE_WHAT)
DIAL = Action("dial", "enter", *d.DIAL, d.DIAL_WHAT, also="t")
WHOLE_TEXT = Action("whole_text", "s", *d.SCRIPT, d.SCRIPT_WHAT)
SAYS_YES = Action("says_yes", "j", *d.YES, d.YES_WHAT)
ANSWERS_NO = Action("answers_no", "n", *d.NO, d.NO_WHAT)
FOR_ONE = Action("for_one", "1", *d.ONE, d.ONE_WHAT)
FOR_TWO = Action("for_two", "2", *d.TWO, d.TWO_WHAT)
OTHER_DOSE = Action("other_dose", "i", *d.VACCINE, d.VACCINE_WHAT)
ASK_DOSE = Action("ask_dose", "enter", *d.ASK, d.ASK_WHAT)
TAKE_SECOND = Action("take_second", "j", *s.TAKE, s.TAKE_WHAT)
SECOND_LATER = Action("second_later", "j", *s.LATER, s.LATER_WHAT)
NO_SECOND = Action("no_second", "e", *c.ONLY_FIRST, c.ONLY_FIRST_WHAT)
SECOND_AGAIN = Action("second_again", "t", *s.AGAIN, s.AGAIN_WHAT)
PROMISE_TOLD = Action("promise_told", "enter", *d.TOLD, d.TOLD_WHAT)
ON_STANDBY = Action("on_standby", "n", *d.STANDBY, d.STANDBY_WHAT)
WITHDRAW = Action("withdraw", "w", *d.WITHDRAW, d.WITHDRAW_WHAT)
OFFER_LATE = Action("offer_late", "a", *d.OFFER, d.OFFER_WHAT)
LET_CALL = Action("let_call", "f", *d.ALLOW, d.ALLOW_WHAT)
OPEN_VIAL = Action("open_vial", "v", *d.OPEN_VIAL, d.OPEN_VIAL_WHAT)
COUNT_DOSES = Action("count_doses", "z", *d.COUNT, d.COUNT_WHAT)
GIVE_DOSE = Action("give_dose", "g", *d.GIVE, d.GIVE_WHAT)
DISCARD_DOSES = Action("discard_doses", "x", *d.DISCARD, d.DISCARD_WHAT)
CLEAR_HANGING = Action("clear_hanging", "k", *d.HANGING, d.HANGING_WHAT)
STOCK_UP = Action("stock_up", "o", *d.BLOCK, d.BLOCK_WHAT)
ASK_BY_TEXT = Action("ask_by_text", "t", *x.KEY, x.WHAT)
DAY_REPORT = Action("day_report", "b", *y.REPORT, y.REPORT_WHAT)
PRINT_REPORT = Action("print_report", "p", *y.PRINT, y.PRINT_WHAT)
LEFTOVER_BACK = Action("leftover_back", "escape", *d.BACK, d.BACK_WHAT)
TAKE_NUMBER = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
WITH_DOSES = (OPEN_VIAL, COUNT_DOSES, GIVE_DOSE, DISCARD_DOSES, CLEAR_HANGING)
OF_LEFTOVERS = (
    START_CALL, ASK_HERE, NOT_HERE, DIAL, WHOLE_TEXT, SAYS_YES, ANSWERS_NO, FOR_ONE, FOR_TWO, OTHER_DOSE, ASK_DOSE,
    TAKE_SECOND, SECOND_LATER, NO_SECOND, SECOND_AGAIN, EARLIER_DAY, LATER_DAY, PROMISE_TOLD, ON_STANDBY, WITHDRAW,
    OFFER_LATE, LET_CALL, *WITH_DOSES, STOCK_UP, ASK_BY_TEXT, DAY_REPORT, LEFTOVER_BACK,
)  # fmt: skip

# Gehe zu
TO_RECEPTION = Action("to_reception", "e", *t.RECEPTION, t.RECEPTION_WHAT)
TO_TELEPHONE = Action("to_telephone", "t", *c.TELEPHONE, c.TELEPHONE_WHAT)
TO_LEFTOVER = Action("to_leftover", "r", *d.LEFTOVER, d.LEFTOVER_WHAT)
TO_LATE_ENTRY = Action("to_late_entry", "n", *t.LATE_ENTRY, t.LATE_ENTRY_WHAT)
TO_PLAN = Action("to_plan", "p", *t.PLAN, t.PLAN_WHAT)
TO_TRANSFER = Action("to_transfer", "u", *t.TRANSFER, t.TRANSFER_WHAT)

# Dialogs
YES = Action("yes", "j", *t.YES, t.YES_WHAT)
LEAVE_NOW = Action("yes", "enter", *t.LEAVE, t.LEAVE_WHAT)
NOT_WAIT = Action("yes", "enter", *t.NOT_WAIT, t.NOT_WAIT_WHAT)
STAY = Action("no", "n", *t.STAY, t.STAY_WHAT, also="escape")
FROM_END_TO_TRANSFER = Action("to_transfer", "f9", *t.TRANSFER, t.TRANSFER_WHAT)
FROM_END_TO_RECEPTION = Action("to_reception", "f2", *t.RECEPTION, t.RECEPTION_WHAT)
FROM_END_TO_TELEPHONE = Action("to_telephone", "f3", *c.TELEPHONE, c.TELEPHONE_WHAT)
FROM_END_TO_LEFTOVER = Action("to_leftover", "f4", *d.LEFTOVER, d.LEFTOVER_WHAT)
OPEN_UP = Action("open_up", "enter", *t.OPEN_UP, t.OPEN_UP_WHAT)
KEEP_PIN = Action("take_words", "enter", *t.KEEP, t.KEEP_WHAT)
NO = Action("no", "n", *t.NO, t.NO_WHAT, also="escape")
SIGN_IN = Action("sign_in", "enter", *t.SIGN_IN, t.SIGN_IN_WHAT)

# Everywhere
HELP = Action("help", "f1", *t.HELP, t.HELP_WHAT, everywhere=True)
RECEPTION = Action("reception", "f2", *t.RECEPTION, t.RECEPTION_WHAT, everywhere=True)
TELEPHONE = Action("telephone", "f3", *c.TELEPHONE, c.TELEPHONE_WHAT, everywhere=True)
LEFTOVER = Action("leftover", "f4", *d.LEFTOVER, d.LEFTOVER_WHAT, everywhere=True)
TRANSFER = Action("transfer", "f9", *t.TRANSFER, t.TRANSFER_WHAT, everywhere=True)
GO_TO = Action("go_to", "ctrl+g", *t.GO_TO, t.GO_TO_WHAT, everywhere=True)
PRINT = Action("print", "f7", *t.PRINT, t.PRINT_WHAT, everywhere=True)
UNDO = Action("undo", "f8", *t.UNDO, t.UNDO_WHAT, everywhere=True)
PALETTE = Action("palette", "ctrl+p", *t.PALETTE, t.PALETTE_WHAT, everywhere=True)
PRIVACY = Action("privacy", "ctrl+l", *t.PRIVACY, t.PRIVACY_WHAT, everywhere=True)
LEAVE = Action("leave", "ctrl+q", *t.LEAVE, t.LEAVE_WHAT, everywhere=True)
OPERATOR = Action("operator", "", *t.OPERATOR, t.OPERATOR_WHAT, everywhere=True)
LATE_ENTRY = Action("late_entry", "", *t.LATE_ENTRY, t.LATE_ENTRY_WHAT, everywhere=True)
PIN = Action("pin", "", *t.PIN, t.PIN_WHAT, everywhere=True)
PLAN = Action("plan", "", *t.PLAN, t.PLAN_WHAT, everywhere=True)
REMOVE_PIN = Action("remove_pin", "", *t.REMOVE_PIN, t.REMOVE_PIN_WHAT, everywhere=True)
OTHER_NAME = Action("privacy", "ctrl+l", *t.OTHER_NAME, t.OTHER_NAME_WHAT, everywhere=True)
WRITE_LIST = Action("write_list", "", *t.WRITE_LIST, t.WRITE_LIST_WHAT, everywhere=True)
COLOURS = Action("colours", "", *t.COLOURS, t.COLOURS_WHAT, everywhere=True)

EVERYWHERE = (
    HELP, RECEPTION, TELEPHONE, LEFTOVER, PRINT, UNDO, TRANSFER, GO_TO, PALETTE, PRIVACY, LATE_ENTRY, WRITE_LIST, PLAN,
    OPERATOR, PIN, REMOVE_PIN, COLOURS, LEAVE,
)  # fmt: skip
"""In the order of the help and the palette; those without a key are in the palette only."""

FOR_COORDINATORS = (PLAN, REMOVE_PIN)
"""Not offered to others."""
