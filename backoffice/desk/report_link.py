"""The explained report of the open case as a file that the browser saves, made when somebody asks for it."""

from base64 import b64encode

from backoffice import reports
from backoffice.casework.reporting import explained_of
from backoffice.desk.case import OpenCase
from backoffice.desk.page import page
from backoffice.desk.pieces import Message, button, html, line


class ReportLink:
    """A button and, once it was pressed, the link. Nothing leaves the notebook: the page is inside the link."""

    def __init__(self, case: OpenCase) -> None:
        self.case, self.message, self.link = case, Message(), html()
        self.widget = line([button("Informe", self.make, look="plain"), self.link, self.message.widget], "mesa-acts")

    def make(self) -> None:
        """Explain the case and offer the page."""
        with self.message.minding():
            made = reports.html(explained_of(self.case.house, self.case.submission.submission.id))
            data = b64encode(made.encode()).decode("ascii")
            self.link.value = page("report_link", folio=self.case.folio, data=data)
            self.message.say("")
