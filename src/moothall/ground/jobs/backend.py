"""The django-tasks backend: enqueue is one insert into our table, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.signals import task_enqueued

from moothall.ground.jobs import table
from moothall.ground.jobs.models import Job, State
from moothall.ground.jobs.tasks import TASKS, JobTask
from moothall.kernel import clock
from moothall.kernel.ids import new_id

STATUS = {
    State.READY: TaskResultStatus.READY,
    State.LATER: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DEAD: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Tasks on the database that is already there. `get_result` knows a job until it has succeeded."""

    task_class = JobTask
    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def validate_task(self, task: Task[..., Any]) -> None:
        super().validate_task(task)
        if not isinstance(task, JobTask):
            raise InvalidTaskError("Declare the task with moothall.ground.jobs.api.job.")

    def enqueue(
        self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        result = self._result(task, new_id(), args, kwargs)
        row = row_of(task, result.id, result.args, result.kwargs)
        object.__setattr__(result, "id", str(table.insert_one(row)))
        task_enqueued.send(type(self), task_result=result)
        return result

    def _result(
        self, task: Task[..., Any], key: UUID, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        return TaskResult(
            task=task,
            id=str(key),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Raises TaskResultDoesNotExist for a job that succeeded, was forgotten, or never was."""
        try:
            kept = Job.objects.get(id=UUID(result_id))
        except (ValueError, Job.DoesNotExist):
            raise TaskResultDoesNotExist(result_id) from None
        arguments = table.read_arguments(kept.arguments)
        result = self._result(TASKS[kept.task], kept.id, arguments.args, arguments.kwargs)
        errors = (
            [TaskError(exception_class_path="builtins.Exception", traceback=kept.error)] if kept.error else []
        )
        found = {
            "status": STATUS[State(kept.state)],
            "enqueued_at": table.moment(kept.created_ms),
            "errors": errors,
            "worker_ids": [kept.worker] * kept.tries,
        }
        for name, value in found.items():
            object.__setattr__(result, name, value)
        return result


def row_of(task: Task[..., Any], key: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> table.Row:
    """The row to insert for one call of `task`. Raises TypeError when an argument is not JSON."""
    assert isinstance(task, JobTask)
    written = table.write_arguments(args, kwargs)
    unique_key = task.unique_key or (f"{task.module_path}({written})" if task.unique else None)
    now = table.now_ms()
    due = now if task.run_after is None else table.in_ms(task.run_after)
    return table.Row(
        id=UUID(key),
        task=task.module_path,
        lane=task.queue_name,
        priority=task.priority,
        state=State.READY if due <= now else State.LATER,
        arguments=written,
        unique_key=table.short_key(unique_key),
        created_ms=now,
        due_ms=due,
        lease_seconds=task.lease_seconds,
    )


def enqueue_many(calls: Sequence[tuple[JobTask[..., Any], Mapping[str, Any]]]) -> int:
    """Insert many calls, `(task, its keyword arguments)` each, in as few statements as there can be.

    Returns how many were asked for; those whose unique key already waits are not added twice.
    """
    table.insert_many([row_of(task, str(new_id()), (), kwargs) for task, kwargs in calls])
    return len(calls)
