"""The words of the decision panel: what its acts are called and what is said of them."""

from backoffice.domain.second_opinion import BECAUSE_LABELS
from backoffice.domain.work import Outcome
from backoffice.records.submissions import Decision

ACTS = {Outcome.CORRECTIONS: "Pedir correcciones", Outcome.APPROVE: "Aprobar"}
TITLES = {
    Outcome.CORRECTIONS: "Esta es la carta que recibirá la empresa, con su nuevo set de pruebas",
    Outcome.APPROVE: "Esta es la carta que recibirá la empresa",
}
NOTES = {
    Outcome.CORRECTIONS: "El plazo de la ronda nueva empieza a contar cuando el correo llegue.",
    Outcome.APPROVE: "Si toca segunda revisión, la carta espera a que otra persona coincida; si no, sale enseguida y "
    "falta que la empresa acepte.",
}
UNSEEN = "Aún no dices que viste las pantallas (pestaña «Pantallas»): ningún programa puede verlas por ti."
#: What follows from the approval of a second person, and of a third.
LATER_TURNS = {
    2: "Si coincides con la primera opinión, la carta sale enseguida y falta que la empresa acepte; si no, decide otra "
    "persona.",
    3: "La carta sale enseguida y falta que la empresa acepte.",
}
DONE = {
    Outcome.CORRECTIONS: "Pediste correcciones en el caso {folio}. La carta sale con el nuevo set de pruebas.",
    Outcome.APPROVE: "Aprobaste el caso {folio}. La carta ya está en camino.",
}
SECOND = "Guardamos tu opinión del caso {folio}. Falta la de otra persona, porque {because}; la carta espera."
THIRD = "Guardamos tu opinión del caso {folio}. No coincide con la primera: decide una tercera persona."
AGAINST = "La evaluación encontró inconsistencias: la carta sale cuando otra persona también apruebe."
PLACEHOLDER = (
    "Observaciones o motivo. Si pides correcciones va en la carta, un punto por línea; si apruebas, queda en el "
    "expediente. Es obligatorio cuando tu resolución difiere del resultado de la evaluación."
)
FREE = "Nadie tiene este caso y mirarlo no lo toma. Para resolverlo, tómalo; también lo tomas en cuanto escribes algo."
OPINED = "Ya diste tu opinión de este caso: ahora decide otra persona. Puedes leerlo; elige otro de la cola."
HELD = "Este caso lo tiene {by} hasta las {until}: puedes leerlo. Si hace falta, tómalo con un motivo."
WHY_TAKE = "Por qué lo tomas (queda en la auditoría)"
WHAT_CONSULTED = "Qué consultas y con quién. El plazo de respuesta sigue corriendo."
CONSULTED = "El caso {folio} quedó en consulta interna. Lo encuentras en la vista «En consulta»."
RECOVERED = "Recuperamos lo que habías escrito en este caso."
RELEASED = "El caso {folio} volvió a la cola."


def said_of(decision: Decision, folio: str) -> str:
    """What came of a decision, in a sentence."""
    if decision.stands:
        return DONE[decision.outcome].format(folio=folio)
    if decision.second_because is None:
        return THIRD.format(folio=folio)
    return SECOND.format(folio=folio, because=BECAUSE_LABELS[decision.second_because])
