#include "projections/evidence/records.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "projections/evidence/pages.h"
#include "schema/event_json.h"

namespace tyst::evidence {
namespace {

boost::json::object reason_json(const Reason& reason) {
    boost::json::object made{{"why", reason.key}};
    if (reason.day) made["day"] = to_text(*reason.day);
    if (!reason.code.empty()) made["code"] = reason.code;
    if (!reason.rule.empty()) made["rule"] = reason.rule;
    if (reason.days != 0) made["days"] = reason.days;
    return made;
}

boost::json::array children_json(
    const std::vector<Considered>& children, const Withholding& withholding
) {
    boost::json::array list;
    for (const Considered& child : children) {
        boost::json::array entries;
        bool withheld = false;
        for (const LogIndex index : child.events) {
            entries.push_back(index.value);
            withheld |= withholding.whole(index);
        }
        boost::json::array streams;
        for (const StreamId& stream : child.streams)
            streams.push_back(boost::json::string(to_hex(stream.view())));
        list.push_back(boost::json::object{
            {"child", child.reference},
            {"streams", std::move(streams)},
            {"times", child.times},
            {"reason",
             withheld ? boost::json::value("withheld")
                      : boost::json::value(reason_json(child.reason))},
            {"entries", std::move(entries)},
        });
    }
    return list;
}

boost::json::array rules_json(const CohortAnswer& cohort) {
    boost::json::array rules;
    const auto add = [&rules](const Rule& rule) {
        rules.push_back(boost::json::object{
            {"id", rule.id},
            {"version", rule.version},
            {"basis", to_text(rule.kind)},
            {"citation", rule.citation},
            {"file", "reference/" + rule.path},
        });
    };
    for (const Rule* version : cohort.versions)
        add(*version);
    for (const Rule* watched : cohort.watched)
        add(*watched);
    return rules;
}

}  // namespace

std::string question_json(const PackFacts& facts, ChildrenBy by) {
    const PackQuestion& asked = facts.asked;
    boost::json::object question{{"kind", asked.kind}};
    boost::json::array children;
    if (asked.cohort.empty()) {
        for (const auto& child : facts.children) {
            children.push_back(boost::json::string(
                by == ChildrenBy::reference ? child->reference
                                            : to_hex(child->person.history.person.view())
            ));
        }
        question["children"] = std::move(children);
    } else {
        question["cohort"] = asked.cohort;
        question["period"] = boost::json::object{
            {"from", to_text(asked.period->from)}, {"to", to_text(asked.period->to)}
        };
    }
    question["as_at"] = to_text(*asked.as_at);
    question["known_at"] = to_text(*asked.known_at);
    question["witnessed"] = asked.witnessed;
    question["origin"] = facts.origin;
    question["authority"] = facts.authority_code;
    question["size"] = facts.size;
    question["root"] = to_hex(facts.root.view());
    question["last_recorded"] = to_text(facts.last_recorded);
    question["reference_set"] = to_hex(facts.reference->digest().view());
    question["purpose"] = asked.purpose;
    question["recipient"] = asked.recipient;
    question["language"] = asked.language;
    boost::json::array grounds;
    for (const tyst::Code& ground : asked.disclosed_grounds)
        grounds.push_back(boost::json::string(ground));
    question["disclosed_grounds"] = std::move(grounds);
    question["actor"] = to_hex(asked.actor.view());
    if (facts.sample) question["synthetic"] = facts.sample->name;
    return boost::json::serialize(question);
}

std::string events_ndjson(const PackFacts& facts) {
    std::string lines;
    for (const DisclosedEvent& event : disclosed_events(facts)) {
        const StoredEvent& stored = *event.stored;
        lines += event_to_json(
            disclosed(stored, facts.withholding),
            {stored.index, stored.recorded, stored.stream, stored.revision}
        );
        lines += '\n';
    }
    return lines;
}

std::string cohort_json(const PackFacts& facts) {
    const CohortAnswer& cohort = *facts.cohort;
    boost::json::object answer{
        {"id", cohort.id},
        {"value", cohort.value},
        {"as_at", to_text(facts.question.as_at)},
        {"known_at", to_text(facts.question.known_at)},
        {"size", facts.size},
        {"root", to_hex(facts.root.view())},
        {"reference_set", to_hex(facts.reference->digest().view())},
        {"erased", facts.authority.erased.size()},
        {"rests_on_claimed_time", cohort.summary.rests_on_claimed_time},
    };
    if (cohort.rule != nullptr) {
        answer["rules"] = rules_json(cohort);
    } else {
        answer["flow"] = cohort.flow;
        answer["period"] = boost::json::object{
            {"from", to_text(cohort.period.from)}, {"to", to_text(cohort.period.to)}
        };
    }
    answer["counted"] = children_json(cohort.counted, facts.withholding);
    answer["not_counted"] = children_json(cohort.not_counted, facts.withholding);
    return boost::json::serialize(answer) + "\n";
}

}  // namespace tyst::evidence
