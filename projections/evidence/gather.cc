#include <algorithm>
#include <array>
#include <set>
#include <span>

#include <fmt/format.h>

#include "projections/evidence/cohort.h"
#include "projections/evidence/find_children.h"
#include "projections/evidence/pack_facts.h"
#include "projections/evidence/who_looked.h"
#include "projections/evidence/words.h"
#include "projections/rule_engine.h"

namespace tyst::evidence {
namespace {

constexpr std::string_view kGrounds = "withholding-ground";
// Compartments that no fold of the record reads, and on which ground they are withheld.
constexpr std::array<std::pair<Compartment, std::string_view>, 2> kKeptApart = {{
    {Compartment::adoption, "adoption"},
    {Compartment::restricted, "restricted"},
}};

Result<void> check_question(
    const Ledger& ledger, const ReferenceSet& reference, const PackQuestion& asked
) {
    const auto refuse = [](std::string reason) {
        return fail(ErrorCode::invalid_value, std::move(reason));
    };
    if (asked.children.empty() && asked.cohort.empty()) {
        return fail(ErrorCode::missing_field, "children: name children or a cohort");
    }
    if (!asked.children.empty() && !asked.cohort.empty()) {
        return refuse("cohort: a pack is about named children or about a cohort, not both");
    }
    if (asked.purpose.empty()) return fail(ErrorCode::missing_field, "purpose: say what it is for");
    if (asked.recipient.empty()) return fail(ErrorCode::missing_field, "recipient: say for whom");
    if (asked.kind != "inspection" && asked.kind != "person") {
        return refuse("kind: '" + asked.kind + "' is not known, only inspection, person");
    }
    if (asked.kind == "person" && asked.children.size() != 1) {
        return refuse("children: a pack for a person is about that one person");
    }
    if (asked.language != "en" && asked.language != "cy") {
        return refuse("language: '" + asked.language + "' is not known, only en, cy");
    }
    for (const tyst::Code& ground : asked.disclosed_grounds) {
        if (!reference.codes().contains(kGrounds, ground)) {
            return fail(ErrorCode::unknown_code, "disclosed_grounds: '" + ground + "' is unknown");
        }
    }
    if (ledger.size() == 0 || asked.size > ledger.size()) {
        return refuse(fmt::format(
            "size: {} entries were asked for, the log has {}", asked.size, ledger.size()
        ));
    }
    return {};
}

class Gathering {
  public:
    Gathering(
        Ledger& ledger,
        const ReferenceSet& reference,
        const PackQuestion& asked,
        TextCatalogue texts
    )
        : ledger_(ledger), reference_(reference) {
        facts_.asked = asked;
        texts_ = std::move(texts);
        facts_.reference = &reference;
        facts_.codes = std::make_unique<const CodeFacts>(CodeFacts::from(reference.codes()));
    }

    Result<PackFacts> gather() {
        TYST_TRY(settle());
        TYST_ASSIGN(const auto streams, people());
        for (const StreamId& stream : streams)
            TYST_TRY(read_child(stream));
        number_children();
        for (const auto& child : facts_.children)
            withhold_of(*child);
        TYST_TRY(read_looks());
        TYST_TRY(read_considered());
        TYST_TRY(name_actors());
        return std::move(facts_);
    }

  private:
    // Fills in every default, so that the question can be asked again word for word.
    Result<void> settle() {
        PackQuestion& asked = facts_.asked;
        if (asked.size == 0) asked.size = ledger_.size();
        facts_.size = asked.size;
        facts_.origin = ledger_.origin();
        facts_.authority_code = ledger_.authority();
        TYST_ASSIGN(facts_.root, ledger_.root_at(facts_.size));
        TYST_ASSIGN(const auto last, ledger_.entries(facts_.size - 1, facts_.size));
        if (last.empty()) return fail(ErrorCode::not_found, "size: its last entry is not there");
        facts_.last_recorded = last.front().recorded;
        TYST_ASSIGN(
            facts_.authority_events,
            read_stream_below(
                ledger_, ledger_.authority_stream(), ReadDepth::with_people, facts_.size
            )
        );
        if (!asked.known_at) asked.known_at = facts_.last_recorded;
        const Question everything{
            Date::of(kYearMax, 12, 31), end_of_london_day(Date::of(kYearMax, 12, 31)), false
        };
        const AuthorityFacts all = fold_authority(facts_.authority_events, everything);
        if (!all.samples.empty()) facts_.sample = all.samples.back();
        if (!asked.as_at) {
            asked.as_at = all.pinned_today().value_or(london_date(facts_.last_recorded));
        }
        facts_.question = {*asked.as_at, *asked.known_at, asked.witnessed};
        facts_.authority = fold_authority(facts_.authority_events, facts_.question);
        facts_.authority.samples = all.samples;
        facts_.authority.reference_sets = all.reference_sets;
        // Also what was erased after the size asked for: the answer lacks it all the same.
        TYST_ASSIGN(AuthorityFacts reached, read_authority(ledger_, facts_.question, facts_.size));
        facts_.authority.erased = std::move(reached.erased);
        if (!asked.period) asked.period = year_to(*asked.as_at);
        std::ranges::sort(asked.disclosed_grounds);
        return {};
    }

    Result<std::vector<StreamId>> people() {
        const PackQuestion& asked = facts_.asked;
        if (asked.cohort.empty()) {
            return find_children(ledger_, facts_.authority, asked.children, facts_.size);
        }
        TYST_ASSIGN(
            facts_.cohort,
            ask_cohort(
                ledger_,
                reference_,
                facts_.authority,
                facts_.question,
                *asked.period,
                asked.cohort,
                facts_.size
            )
        );
        std::vector<StreamId> streams;
        for (const Considered& child : facts_.cohort->counted)
            streams.push_back(child.person);
        return streams;
    }

    Result<void> read_child(const StreamId& stream) {
        auto child = std::make_unique<ChildRecord>();
        TYST_ASSIGN(
            child->person,
            read_person(
                ledger_,
                stream,
                facts_.question,
                *facts_.codes,
                ReadDepth::with_attachments,
                facts_.size
            )
        );
        TYST_TRY(add_streams(stream, *child));
        const bool met = std::ranges::any_of(facts_.children, [&](const auto& other) {
            return other->streams == child->streams;
        });
        if (met) return {};  // asked for under two of its references
        child->reference = references_of(child->person.history);
        child->obligations =
            RuleEngine::from(reference_).apply(child->person.history, facts_.authority.coverage);
        child->explanation = explain(child->person.history, child->obligations);
        facts_.children.push_back(std::move(child));
        return {};
    }

    // What is kept apart has streams and keys of its own, found by the same reference.
    Result<void> add_streams(const StreamId& stream, ChildRecord& child) {
        std::set<StreamId> streams = {stream};
        for (const StoredEvent& stored : *child.person.events) {
            streams.insert(stored.stream);
            const auto* registered = std::get_if<ChildRegistered>(&stored.event.body);
            if (registered == nullptr || registered->reference.empty()) continue;
            for (const auto& [compartment, ground] : kKeptApart) {
                TYST_ASSIGN(
                    const auto apart,
                    ledger_.find(
                        {SubjectKind::child, compartment, registered->source, registered->reference}
                    )
                );
                if (!apart || streams.contains(*apart)) continue;
                TYST_ASSIGN(
                    auto events,
                    read_stream_below(ledger_, *apart, ReadDepth::with_attachments, facts_.size)
                );
                if (events.empty()) continue;
                streams.insert(*apart);
                child.apart.push_back({tyst::Code(ground), std::move(events)});
            }
        }
        child.streams.assign(streams.begin(), streams.end());
        return {};
    }

    void number_children() {
        std::ranges::sort(facts_.children, [](const auto& left, const auto& right) {
            return std::tie(left->reference, left->streams) <
                   std::tie(right->reference, right->streams);
        });
        for (std::size_t place = 0; place < facts_.children.size(); ++place) {
            ChildRecord& child = *facts_.children[place];
            child.number = static_cast<unsigned>(place + 1);
            child.folder = fmt::format("children/{:03}", child.number);
            for (const StreamId& stream : child.streams)
                numbers_.emplace(stream, child.number);
        }
    }

    void withhold_of(ChildRecord& child) {
        Withholding& withholding = facts_.withholding;
        const auto& disclosed_grounds = facts_.asked.disclosed_grounds;
        withholding.add_decisions(*child.person.events);
        withholding.add_restrictions(*child.person.events, "", disclosed_grounds);
        for (const ApartRecord& record : child.apart) {
            withholding.add_decisions(record.events);
            withholding.add_restrictions(record.events, record.ground, disclosed_grounds);
        }
        std::vector<StoredEvent> told;
        for (const StoredEvent& stored : *child.person.events) {
            if (withholding.part_0(stored.index)) continue;
            told.push_back(stored);
            told.back().event = disclosed(stored, withholding);
        }
        child.told = fold_and_keep(std::move(told), facts_.question, *facts_.codes);
    }

    Result<void> read_looks() {
        TYST_ASSIGN(facts_.looks, find_looks(ledger_, numbers_, facts_.size));
        facts_.packs = find_packs(facts_.authority_events, numbers_);
        for (const Look& look : facts_.looks) {
            if (look.names_others) not_disclosed(look.event.index);
        }
        for (const EarlierPack& pack : facts_.packs) {
            if (pack.names_others) not_disclosed(pack.event.index);
        }
        return {};
    }

    // It names children who are not asked for: the report tells of it, the pack does not open it.
    void not_disclosed(LogIndex index) {
        facts_.withholding.add(
            index, {Withheld::What::text, "third-party", explanation("names_others"), std::nullopt}
        );
    }

    [[nodiscard]] std::string explanation(const std::string& key) const {
        const std::string* text = texts_.find("withheld." + key);
        TYST_ASSERT(text != nullptr);
        return *text;
    }

    // Of children who are not counted only what that rests on is in the pack, without people.
    Result<void> read_considered() {
        if (!facts_.cohort) return {};
        std::set<LogIndex> indexes;
        for (const Considered& child : facts_.cohort->not_counted) {
            indexes.insert(child.events.begin(), child.events.end());
            TYST_TRY(read_decisions(child));
        }
        for (const LogIndex index : indexes) {
            TYST_ASSIGN(auto stored, ledger_.read(index, ReadDepth::with_people));
            facts_.withholding.add(
                index,
                {Withheld::What::people, "third-party", explanation("not_needed"), std::nullopt}
            );
            facts_.withholding.add(
                index,
                {Withheld::What::documents, "third-party", explanation("not_needed"), std::nullopt}
            );
            facts_.considered_events.push_back(std::move(stored));
        }
        std::vector<StoredEvent> by_stream = facts_.considered_events;
        facts_.withholding.add_restrictions(by_stream, "", facts_.asked.disclosed_grounds);
        return {};
    }

    // What two persons decided to withhold of a child who is not counted.
    Result<void> read_decisions(const Considered& child) {
        std::vector<StoredEvent> all;
        for (const StreamId& stream : child.streams) {
            TYST_ASSIGN(
                auto events, read_stream_below(ledger_, stream, ReadDepth::event_only, facts_.size)
            );
            std::ranges::move(events, std::back_inserter(all));
        }
        facts_.withholding.add_decisions(all);
        return {};
    }

    Result<void> name_actors() {
        std::set<StreamId> actors = {facts_.asked.actor};
        const auto met = [&](const StoredEvent& stored) {
            actors.insert(stored.event.recorded_by);
        };
        for (const auto& child : facts_.children) {
            std::ranges::for_each(*child->person.events, met);
            for (const ApartRecord& record : child->apart)
                std::ranges::for_each(record.events, met);
        }
        for (const Look& look : facts_.looks)
            met(look.event);
        for (const EarlierPack& pack : facts_.packs)
            met(pack.event);
        for (const StreamId& actor : actors) {
            if (actor.is_zero() || actor == ledger_.authority_stream()) continue;
            auto events = read_stream_below(ledger_, actor, ReadDepth::event_only, facts_.size);
            if (!events) continue;  // a key destroyed, or nobody known: told as not known
            for (const StoredEvent& stored : *events) {
                const auto* registered = std::get_if<ActorRegistered>(&stored.event.body);
                if (registered == nullptr) continue;
                facts_.actors[actor] = {registered->name, registered->kind, stored.index};
            }
        }
        return {};
    }

    Ledger& ledger_;
    const ReferenceSet& reference_;
    TextCatalogue texts_;
    PackFacts facts_;
    ChildNumbers numbers_;
};

}  // namespace

std::vector<const StoredEvent*> ChildRecord::events_in_order() const {
    std::vector<const StoredEvent*> events;
    for (const StoredEvent& stored : *person.events)
        events.push_back(&stored);
    for (const ApartRecord& record : apart) {
        for (const StoredEvent& stored : record.events)
            events.push_back(&stored);
    }
    std::ranges::sort(events, [](const StoredEvent* left, const StoredEvent* right) {
        return std::pair(left->event.occurred.date, left->index) <
               std::pair(right->event.occurred.date, right->index);
    });
    return events;
}

std::string references_of(const History& history) {
    std::string text;
    for (const KnownAs& known : history.references)
        text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", known.source, known.reference);
    return text;
}

Result<PackFacts> gather_facts(
    Ledger& ledger, const ReferenceSet& reference, const PackQuestion& asked
) {
    TYST_TRY(check_question(ledger, reference, asked));
    TYST_ASSIGN(auto texts, TextCatalogue::load(asked.language));
    return Gathering(ledger, reference, asked, std::move(texts)).gather();
}

}  // namespace tyst::evidence
