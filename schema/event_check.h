#pragma once

#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst {

// The rules that every event has to keep, wherever it comes from (JSON, CSV, a generator). The
// context of an error begins with the field's path ("body.decisions[2].by: …") and quotes values of
// code, date and number fields only.
//
//   missing_field         a required field says nothing; `learned` without a source; a relation
//                         without a reason or a target; a correction that removes a required field
//   unknown_code          a code that its set does not have
//   year_out_of_range     a date outside 1900 to 2100
//   invalid_value         an occurrence that does not fit its precision; a zero byte in a text;
//                         a subject's compartment that does not fit its kind
//   too_large             a text above kTextSizeMax, a list above kListSizeMax, an attachment
//                         above kAttachmentSizeMax
//   not_utf8              a text that is not UTF-8
//   unknown_field         a correction of a field that the type does not have
//   relation_not_allowed  an annulment or reversal with a body, a correction of nothing, fields
//                         without a correction, an event without a body that is neither
//   impossible_date       an instant on another day in London than its date
[[nodiscard]] Result<void> check_event(const Event& event, const CodeBook& codes);

// Source and reference are given and the compartment fits the kind (children have one, nobody else
// does). Fails with missing_field or invalid_value; `path` goes before the context.
[[nodiscard]] Result<void> check_subject(const SubjectReference& subject, std::string_view path);

// The above on a submission's subject and event.
[[nodiscard]] Result<void> check_submission(const Submission& submission, const CodeBook& codes);

}  // namespace tyst
