"""Every row that a clinic would have of one person."""

from __future__ import annotations

from caseboard.simulation import events, logs, outcomes, plans, registration
from caseboard.simulation.attendance import Attendance
from caseboard.simulation.corrections import corrections
from caseboard.simulation.person import Person
from caseboard.simulation.planted import Planted
from caseboard.simulation.screens import Screens
from caseboard.simulation.surveys import Surveys
from caseboard.simulation.tables import TableFiles


def write_records(person: Person, files: TableFiles, planted: Planted) -> None:
    """Write every row of a person, and what came again as a correction.

    All of them draw from the person's one source of chance, so their order is part of the data.
    """
    client = registration.client(person)
    planted.set_apart(person, client)
    files.write("clients", [client])
    files.write("episodes", registration.episodes(person))
    attendance = Attendance(person)
    files.write("sessions", attendance.sessions)
    files.write("attendance", attendance.rows)
    visits = attendance.visits
    surveys = Surveys(planted.told_by(person, "surveys"), visits)
    files.write("survey_items", surveys.items)
    files.write("survey_scores", surveys.scores)
    screens = Screens(planted.told_by(person, "screens"), visits).rows()
    files.write("drug_screens", screens)
    files.write("daily_logs", logs.daily_logs(planted.told_by(person, "logs")))
    goals, ratings = plans.goals(person, visits)
    files.write("goals", goals)
    files.write("goal_ratings", ratings)
    files.write("supports", plans.supports(person))
    files.write("plan_reviews", plans.reviews(person, visits))
    files.write("events", events.events(person, surveys.worrying))
    files.write("follow_ups", outcomes.follow_ups(person))
    files.write("consents", registration.consents(person))
    files.write("leaves", registration.leaves(person))
    files.write("truth", [outcomes.truth(person)])
    files.write("client_aliases", registration.aliases(person))
    for table, rows in corrections(person, attendance.rows, surveys.items, screens):
        files.write(f"corrections/{table}", rows)
