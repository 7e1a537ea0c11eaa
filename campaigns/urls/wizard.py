"""The first two steps of the wizard: a plan comes in, its tasks are checked."""

from django.urls import path

from campaigns.views import draft_actions, draft_joining, draft_tasks, wizard

DRAFT = "c/new/<uuid:public_id>/"
TASKS = f"{DRAFT}tasks/"
TASK = f"{TASKS}<uuid:task_id>/"
ACTION = f"{TASKS}actions/<uuid:action_id>/"

urlpatterns = [
    path("c/new/", wizard.plan_new, name="plan-new"),
    path("c/new/empty/", wizard.plan_empty, name="plan-empty"),
    path(f"{DRAFT}discard/", wizard.draft_discard, name="draft-discard"),
    path(TASKS, draft_tasks.draft_tasks, name="draft-tasks"),
    path(f"{TASKS}add/", draft_tasks.task_add, name="draft-task-add"),
    path(TASK, draft_tasks.task_edit, name="draft-task-edit"),
    path(f"{TASK}move/", draft_tasks.task_move, name="draft-task-move"),
    path(f"{TASK}delete/", draft_tasks.task_delete, name="draft-task-delete"),
    path(f"{TASK}merge/", draft_joining.task_merge, name="draft-task-merge"),
    path(f"{TASK}split/", draft_joining.task_split, name="draft-task-split"),
    path(f"{TASKS}actions/add/", draft_actions.action_add, name="draft-action-add"),
    path(ACTION, draft_actions.action_edit, name="draft-action-edit"),
    path(f"{ACTION}remove/", draft_actions.action_remove, name="draft-action-remove"),
    path(f"{TASKS}questions/<uuid:question_id>/", draft_tasks.question_answer, name="draft-question-answer"),
]
