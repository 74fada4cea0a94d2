"""The server dies in the middle of a batch run."""

import time

import psycopg2
import pytest
from servers import sql
from support.inside import inside

COUNT, CHUNK = 200, 20
LOCKED = (
    "select count(*) from pg_stat_activity where datname = %s"
    " and wait_event_type = 'Lock' and query ilike '%%test_ops_item%%'"
)


class Runs:
    """What the database says of one run."""

    def __init__(self, database):
        self.database = database
        self.run, self.items = inside(
            database, "worlds.runs", "build", count=COUNT, chunk=CHUNK
        )

    def ask(self, query, *values):
        return sql(self.database, query, values)

    @property
    def state(self):
        return self.ask("select state from ops_run where id = %s", self.run)[0][0]

    @property
    def done(self):
        query = "select count(*) from ops_run_line where run_id = %s and state = 'done'"
        return self.ask(query, self.run)[0][0]

    def times(self):
        query = (
            "select coalesce(times, 0), count(*) from test_ops_item"
            " where id = any(%s) group by 1"
        )
        return dict(self.ask(query, self.items))

    def until(self, condition, message, patience=30):
        end = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < end, message
            time.sleep(0.05)


@pytest.fixture
def runs(new_database):
    """A run over 200 records, started by a clerk, waiting for a job runner."""
    return Runs(new_database)


def test_killed_in_the_middle_of_a_run(runs, start_server):
    """Run, law 5: the job runner works a run off in parts that show as progress; the
    server is killed in the middle of a part; after the restart every record is done
    exactly once, and nobody clicked."""
    assert runs.state == "running"
    jobs = "select count(*) from queue_job where method_name = '_process_job'"
    assert runs.ask(jobs)[0][0] == COUNT // CHUNK

    # Another transaction holds a record of the fifth part: that part stops there.
    blocker = psycopg2.connect(dbname=runs.database)
    with blocker.cursor() as cursor:
        cursor.execute(
            "select 1 from test_ops_item where id = %s for update",
            [runs.items[4 * CHUNK + 5]],
        )
        server = start_server(runs.database, jobs=1)
        runs.until(
            lambda: runs.ask(LOCKED, runs.database)[0][0],
            "the job runner never got to the fifth part",
        )
        assert runs.done == 4 * CHUNK
        server.kill()
    blocker.rollback()
    blocker.close()
    runs.until(lambda: not connections(runs.database), "the dead server still works")
    assert runs.state == "running"
    assert runs.done == 4 * CHUNK, "nothing of the broken part was kept"
    assert runs.times() == {1: 4 * CHUNK, 0: COUNT - 4 * CHUNK}

    # queue_job begins a lost job again ten seconds after it was handed out: the
    # server is away that long.
    runs.ask("update queue_job set date_enqueued = date_enqueued - interval '10 sec'")
    server.start()
    runs.until(lambda: runs.state == "done", "the run was not taken up")
    assert runs.times() == {1: COUNT}
    assert runs.done == COUNT
    runs.until(
        lambda: runs.ask("select distinct state from queue_job") == [("done",)],
        "jobs are left over",
    )
    assert runs.times() == {1: COUNT}, "a late job did a record again"


def connections(database):
    query = "select count(*) from pg_stat_activity where datname = %s"
    return sql("postgres", query, [database])[0][0]
