#pragma once

#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/reference_set.h"
#include "schema/rule.h"

// Reference files from outside a set: a council's own rules, its school terms, a changed code list.
// `path` of such a file is the name under which its writer knows it, and messages use it.
namespace tyst {

// The set with the files laid into it. A rule file takes the place of the one that has its id in
// its jurisdiction; another stands as rules/JURISDICTION/NAME.toml, and is refused where the set
// keeps another rule under that path. Codes, calendars, school terms, families of figures,
// audiences, strategies, measures and forms of returns take the place of the file that carries
// their name. Fails as ReferenceSet::load, with "path:line: reason".
[[nodiscard]] Result<ReferenceSet> load_with(
    const ReferenceSet& set, const std::vector<ReferenceFileText>& files
);

// Every version of one rule file, whatever the set that it is meant for. Fails with
// invalid_rule_file.
[[nodiscard]] Result<std::vector<Rule>> rules_of_file(const ReferenceFileText& file);

// A council may raise an unverified rule to its own policy, not to law, and keep a record longer
// than the law says, not shorter: fails with invalid_rule_file where a file calls a rule statute or
// guidance for a time for which the set calls it unverified, or keeps records for less time than a
// rule of law with the same id.
[[nodiscard]] Result<void> check_adoptable(
    const ReferenceSet& set, const std::vector<ReferenceFileText>& files
);

}  // namespace tyst
