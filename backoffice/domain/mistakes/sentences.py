"""The Spanish of the catalogue, one entry a mistake. Values in braces are those of the day in question."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A short name for a label, the sentence for the applicant (values in braces), and the remedy."""

    name: str
    sentence: str
    remedy: str


WORDINGS: dict[str, Wording] = {
    "half_month": Wording(
        "Mitad del mes",
        "El cálculo divide el importe del bimestre entre las nóminas de la quincena o del mes, sin mirar los días.",
        "Toma el importe del bimestre, divídelo entre los días del bimestre y multiplícalo por los días con retención del periodo.",
    ),
    "equal_split": Wording(
        "Partes iguales",
        "El cálculo reparte el importe del bimestre en partes iguales entre sus nóminas; el total del bimestre es el mismo, el de cada periodo no.",
        "Toma el importe del bimestre, divídelo entre los días del bimestre y multiplícalo por los días con retención del periodo.",
    ),
    "month_30_4": Wording(
        "Mes de 30.4 días",
        "El cálculo divide el importe mensual entre 30.4; corresponde dividir dos mensualidades entre los días del bimestre.",
        "Importe mensual × 2 ÷ días del bimestre × días con retención.",
    ),
    "month_30": Wording(
        "Mes de 30 días",
        "El cálculo divide el importe mensual entre 30; corresponde dividir dos mensualidades entre los días del bimestre.",
        "Importe mensual × 2 ÷ días del bimestre × días con retención.",
    ),
    "year_365": Wording(
        "Año de 365 días",
        "El cálculo divide doce mensualidades entre 365; corresponde dividir dos mensualidades entre los días del bimestre.",
        "Importe mensual × 2 ÷ días del bimestre × días con retención.",
    ),
    "monthly_as_bimonthly": Wording(
        "Mensual como bimestral",
        "El cálculo toma el importe mensual como si fuera el del bimestre; corresponden dos mensualidades.",
        "Importe mensual × 2 ÷ días del bimestre × días con retención.",
    ),
    "wrong_bimester_days": Wording(
        "Días de otro bimestre",
        "El cálculo divide entre los días del bimestre siguiente; corresponden los del bimestre del periodo.",
        "Los bimestres son ene-feb, mar-abr, may-jun, jul-ago, sep-oct y nov-dic, con sus días naturales.",
    ),
    "nominal_days": Wording(
        "Días nominales",
        "El cálculo cuenta siempre los mismos días por nómina (7, 14, 15, 30 o 60); corresponden los días naturales del periodo.",
        "Cuenta los días naturales del periodo en que hay retención, por ejemplo 16 del 16 al 31 de agosto.",
    ),
    "daily_rounded": Wording(
        "Importe diario redondeado",
        "El cálculo redondea a centavos el descuento diario antes de multiplicar por los días.",
        "Conserva todos los decimales del descuento diario y redondea una sola vez, al final.",
    ),
    "truncated": Wording(
        "Centavos truncados",
        "El cálculo corta los centavos en vez de redondearlos.",
        "Redondea a centavos, la mitad hacia arriba, una sola vez al final.",
    ),
    "uma_for_umi": Wording(
        "UMA por UMI",
        "El cálculo usa la UMA ({uma}); corresponde la UMI ({umi}).",
        "Para créditos con factor de descuento: factor × UMI × 2 ÷ días del bimestre × días con retención.",
    ),
    "minimum_wage_for_umi": Wording(
        "Salario mínimo por UMI",
        "El cálculo usa el salario mínimo ({minimum_wage}); corresponde la UMI ({umi}).",
        "Para créditos con factor de descuento: factor × UMI × 2 ÷ días del bimestre × días con retención.",
    ),
    "stale_umi": Wording(
        "UMI anterior",
        "El cálculo usa una UMI anterior ({previous_umi}); corresponde la vigente ({umi}).",
        "Actualiza la UMI de cada año y toma la que rige en los días del periodo.",
    ),
    "factor_times_30_4": Wording(
        "Factor por 30.4",
        "El cálculo multiplica el factor por la UMI y por 30.4; el factor ya es mensual.",
        "Factor × UMI × 2 ÷ días del bimestre × días con retención, sin multiplicar por 30.4.",
    ),
    "factor_as_pesos": Wording(
        "Factor como pesos",
        "El cálculo toma el factor de descuento como si fueran pesos al mes.",
        "Multiplica el factor por la UMI: factor × UMI × 2 ÷ días del bimestre × días con retención.",
    ),
    "factor_as_percentage": Wording(
        "Factor como porcentaje",
        "El cálculo toma el factor de descuento como porcentaje del salario.",
        "Multiplica el factor por la UMI: factor × UMI × 2 ÷ días del bimestre × días con retención.",
    ),
    "factor_rounded": Wording(
        "Factor redondeado",
        "El cálculo redondea el factor de descuento a dos decimales.",
        "Usa el factor con todos los decimales que trae el aviso.",
    ),
    "daily_wage_for_sdi": Wording(
        "Salario diario por SDI",
        "El cálculo aplica el porcentaje al salario diario; corresponde el salario diario integrado (SDI).",
        "SDI (hasta 25 UMA) × porcentaje × días con retención.",
    ),
    "uma_cap_ignored": Wording(
        "Sin tope de 25 UMA",
        "El cálculo no limita el salario diario integrado a 25 veces la UMA.",
        "Limita el SDI a 25 UMA antes de aplicar el porcentaje.",
    ),
    "stale_uma_cap": Wording(
        "Tope con UMA anterior",
        "El cálculo limita el SDI con la UMA del año anterior ({previous_uma}); corresponde la vigente ({uma}).",
        "La UMA cambia el 1 de febrero: toma la que rige en los días del periodo.",
    ),
    "sdi_change_ignored": Wording(
        "Cambio de SDI ignorado",
        "El cálculo no aplica el cambio de salario dentro del periodo.",
        "Suma cada SDI por sus días: los anteriores al cambio con el SDI anterior y los demás con el nuevo.",
    ),
    "new_sdi_whole_period": Wording(
        "SDI nuevo en todo el periodo",
        "El cálculo aplica el SDI nuevo a todo el periodo.",
        "Suma cada SDI por sus días: los anteriores al cambio con el SDI anterior y los demás con el nuevo.",
    ),
    "twenty_percent_ignored": Wording(
        "Sin límite del 20 %",
        "El cálculo no limita al 20 % el descuento de quien gana el salario mínimo.",
        "Si el salario diario no supera el mínimo de su zona, la amortización no pasa del 20 % del salario base por día.",
    ),
    "twenty_percent_for_all": Wording(
        "20 % para todos",
        "El cálculo limita al 20 % el descuento de todos; solo corresponde a quien gana el salario mínimo.",
        "Aplica el límite solo cuando el salario diario no supera el mínimo de la zona.",
    ),
    "twenty_percent_on_daily_wage": Wording(
        "20 % del salario diario",
        "El cálculo toma el 20 % del salario diario; corresponde el salario base de cotización.",
        "El límite es 20 % del SDI (hasta 25 UMA) por cada día con retención.",
    ),
    "wrong_zone": Wording(
        "Salario mínimo de otra zona",
        "El cálculo compara con el salario mínimo de la otra zona.",
        "Usa el salario mínimo general o el de la Zona Libre de la Frontera Norte, según la zona de cada trabajador.",
    ),
    "absences_discounted": Wording(
        "Ausencias descontadas",
        "El cálculo resta todas las ausencias; desde el 1/nov/2025 ya no reducen los días con retención.",
        "Resta solo los días de ausencia anteriores al 1/nov/2025, cada uno por su fecha.",
    ),
    "absences_not_discounted": Wording(
        "Ausencias no descontadas",
        "El cálculo no resta las ausencias anteriores al 1/nov/2025.",
        "Resta los días de ausencia anteriores al 1/nov/2025, cada uno por su fecha.",
    ),
    "seventh_day_discounted": Wording(
        "Séptimo día descontado",
        "El cálculo descuenta también la parte del séptimo día por cada ausencia (7/6).",
        "Cada día de ausencia que cuenta reduce exactamente un día.",
    ),
    "above_wage_available": Wording(
        "Sobre el salario disponible",
        "El cálculo retiene más que el salario disponible.",
        "La retención nunca es mayor que el salario disponible; lo que falta se toma primero del seguro.",
    ),
    "start_ignored": Wording(
        "Inicio ignorado",
        "El cálculo retiene desde el primer día del periodo, aunque la retención empieza después.",
        "La retención empieza el día siguiente al de recepción del aviso, o el día del alta si es posterior.",
    ),
    "end_ignored": Wording(
        "Fin ignorado",
        "El cálculo retiene hasta el último día del periodo, aunque la retención termina antes.",
        "La retención termina el día de la baja o el día en que se recibe el aviso de suspensión.",
    ),
    "one_day_short": Wording(
        "Un día menos",
        "El cálculo cuenta un día menos cuando la retención empieza o termina dentro del periodo.",
        "Cuenta el primero y el último día con retención.",
    ),
    "same_day_start": Wording(
        "Desde el día de recepción",
        "El cálculo retiene desde el día de recepción del aviso; corresponde desde el día siguiente.",
        "La retención empieza el día siguiente al de recepción del aviso.",
    ),
    "bimesters_not_split": Wording(
        "Bimestres sin dividir",
        "El cálculo usa los días y la UMI del bimestre en que empieza el periodo para todos los días.",
        "Divide el periodo donde cambia el bimestre y calcula cada parte con los valores del suyo.",
    ),
    "bimester_of_payment_date": Wording(
        "Bimestre de la fecha de pago",
        "El cálculo usa el bimestre de la fecha de pago; corresponde el de los días del periodo.",
        "Divide el periodo donde cambia el bimestre y calcula cada parte con los valores del suyo.",
    ),
    "suspension_ignored": Wording(
        "Suspensión ignorada",
        "El cálculo no toma en cuenta el aviso de suspensión.",
        "Deja de retener después del día en que se recibe el aviso de suspensión.",
    ),
    "modification_ignored": Wording(
        "Modificación ignorada",
        "El cálculo no aplica el aviso de modificación.",
        "Aplica el valor nuevo desde el día siguiente al de recepción del aviso de modificación.",
    ),
    "modification_whole_period": Wording(
        "Modificación en todo el periodo",
        "El cálculo aplica el valor modificado a todo el periodo.",
        "Aplica el valor nuevo desde el día siguiente al de recepción del aviso; los días anteriores llevan el valor anterior.",
    ),
    "insurance_missing": Wording(
        "Sin seguro de daños",
        "El cálculo no incluye los 15 pesos del seguro de daños.",
        "Suma 15.00 en la primera nómina de cada bimestre.",
    ),
    "insurance_every_payroll": Wording(
        "Seguro en cada nómina",
        "El cálculo cobra el seguro de daños en todas las nóminas.",
        "Suma 15.00 solo en la primera nómina de cada bimestre.",
    ),
    "insurance_split": Wording(
        "Seguro repartido",
        "El cálculo reparte el seguro de daños entre las nóminas del bimestre.",
        "Suma 15.00 completos en la primera nómina de cada bimestre.",
    ),
    "insurance_prorated": Wording(
        "Seguro proporcional",
        "El cálculo cobra el seguro de daños en proporción a los días.",
        "Suma 15.00 completos en la primera nómina de cada bimestre; nunca en proporción.",
    ),
    "insurance_skipped_on_hire": Wording(
        "Sin seguro al ingreso",
        "El cálculo no cobra el seguro de daños cuando el trabajador ingresa dentro del periodo.",
        "Suma 15.00 en la primera nómina del bimestre con un día de retención, también al ingreso.",
    ),
    "unified_nss_ignored": Wording(
        "NSS unificado ignorado",
        "El cálculo no retiene nada cuando el aviso solo coincide por el NSS unificado.",
        "Busca al trabajador también por el campo nssUnificado del aviso.",
    ),
    "rows_swapped": Wording(
        "Renglones cambiados",
        "El cálculo pone en este renglón el resultado de otro.",
        "Revisa que cada resultado quede en el renglón de su trabajador y su periodo.",
    ),
}
