#include "projections/returns/return_export.h"

namespace tyst {
namespace {

// Every statement of who the child is.
void rest_on_identity(const History& history, ExportedRowBuilder& row) {
    for (const DatedFact& fact : history.facts) {
        if (std::holds_alternative<IdentityRecorded>(fact.body())) row.rests_on(fact.event);
    }
}

}  // namespace

void export_header(const ReturnSource& source, ExportedChild& child) {
    const Identity& identity = source.history->identity;
    ExportedRowBuilder row(source, "header");
    row.code("ETHNIC", "ethnicity", identity.ethnicity, identity.birth_event)
        .text("UPN", identity.unique_pupil_number)
        .flag("MOTHER", identity.mother)
        .date("MC_DOB", identity.own_child_born);
    rest_on_identity(*source.history, row);
    for (const KnownAs& known : source.history->references) {
        row.rests_on(known.event);
    }
    row.add_to(child);
}

// Whose status as an asylum seeker ceased before the collection is a former one, who is in no row.
void export_asylum(const ReturnSource& source, ExportedChild& child) {
    const Identity& identity = source.history->identity;
    if (identity.unaccompanied_asylum_seeking != true) return;
    const auto ceased = identity.asylum_status_ceased;
    if (ceased && *ceased < source.first_day) return;
    ExportedRowBuilder row(source, "uasc");
    row.date("DUC", ceased);
    rest_on_identity(*source.history, row);
    row.add_to(child);
}

}  // namespace tyst
