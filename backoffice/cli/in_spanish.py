"""What others say in English, in Spanish: wrong words of a call, as click tells them, and errors of the file system."""

import errno
import re

import click

#: What click says about a call → the same in Spanish. Names of groups fill the sentence.
USAGE = (
    (re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL), "Sobra «{words}»."),
    (re.compile(r"Option '(?P<name>.*)' requires .*", re.DOTALL), "A la opción «{name}» le falta su valor."),
    (re.compile(r"Option '(?P<name>.*)' does not take a value\..*", re.DOTALL), "La opción «{name}» no lleva valor."),
    (re.compile(r"Missing command\..*", re.DOTALL), "Falta indicar qué hacer."),
)
TROUBLES = {
    errno.ENOENT: "no existe",
    errno.EACCES: "no tienes permiso",
    errno.EPERM: "no tienes permiso",
    errno.EROFS: "el disco es de solo lectura",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "una parte de la ruta no es una carpeta",
    errno.EEXIST: "ya existe algo con ese nombre",
    errno.ENOSPC: "no queda espacio en el disco",
    errno.EDQUOT: "no queda espacio en tu cuota",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.ELOOP: "sus enlaces no llevan a ningún archivo",
}


def refusal(usage: click.ClickException) -> str:
    """What was wrong with the words of the call, and where help is."""
    if isinstance(usage, click.exceptions.NoArgsIsHelpError):
        return usage.message
    help_line = "Consulta «mesa --help»."
    if isinstance(usage, click.UsageError) and usage.ctx is not None:
        help_line = f"Consulta «{usage.ctx.command_path} --help»."
    return f"{_wrong(usage)} {help_line}"


def os_trouble(error: OSError) -> str:
    """Why a file could not be used, as the end of a sentence, without its full stop."""
    return TROUBLES.get(error.errno or 0, f"el sistema respondió con el error {error.errno or type(error).__name__}")


def _wrong(usage: click.ClickException) -> str:
    match usage:
        case click.NoSuchOption():
            return f"La opción «{usage.option_name}» no existe."
        case click.NoSuchCommand():
            return f"La orden «{usage.command_name}» no existe."
        case click.MissingParameter():
            return f"Falta indicar {_parameter(usage)}."
        case click.BadParameter():
            return f"El valor de {_parameter(usage)} no es válido{_expected(usage.param)}."
        case _:
            return _translated(usage.message) or "No entendí la orden."


def _parameter(usage: click.BadParameter) -> str:
    if usage.param is None:
        return "un argumento"
    return usage.param.opts[0] if isinstance(usage.param, click.Option) else usage.param.human_readable_name


def _expected(parameter: click.Parameter | None) -> str:
    match parameter and parameter.type:
        case click.Choice(choices=choices):
            return f": puede ser {' o '.join(map(str, choices))}"
        case click.DateTime():
            return ": escríbelo como AAAA-MM-DD"
        case _:
            return ""


def _translated(said: str) -> str:
    """The Spanish sentence; empty where the table has none."""
    found = ((pattern.fullmatch(said), sentence) for pattern, sentence in USAGE)
    return next((sentence.format(**match.groupdict()) for match, sentence in found if match), "")
