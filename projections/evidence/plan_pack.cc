#include "projections/evidence/plan_pack.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "projections/evidence/event_teller.h"
#include "projections/evidence/pack_facts.h"
#include "projections/evidence/pack_sheets.h"
#include "projections/evidence/page_html.h"
#include "projections/evidence/pages.h"
#include "projections/evidence/records.h"
#include "projections/evidence/sheets.h"
#include "projections/evidence/words.h"

namespace tyst {
namespace {

using evidence::PackFacts;
using evidence::Words;

constexpr std::array<std::string_view, 2> kLanguages = {"en", "cy"};

class Planner {
  public:
    explicit Planner(const PackFacts& facts) : facts_(facts) {}

    Result<PackPlan> plan() {
        for (const std::string_view language : kLanguages) {
            TYST_ASSIGN(auto texts, evidence::TextCatalogue::load(language));
            words_.emplace_back(
                std::string(language),
                std::move(texts),
                facts_.reference->codes(),
                facts_.for_person()
            );
        }
        own_ = facts_.asked.language == "cy" ? &words_[1] : &words_[0];
        say_what_it_is();
        list_entries();
        list_withheld();
        add_pages();
        TYST_TRY(add_tables());
        add_documents();
        add_law();
        return std::move(plan_);
    }

  private:
    void say_what_it_is() {
        plan_.kind = facts_.asked.kind;
        // The log keeps for ever what it records: a reference there would outlive the child's
        // record.
        plan_.question = evidence::question_json(facts_, evidence::ChildrenBy::stream);
        plan_.purpose = facts_.asked.purpose;
        plan_.recipient = facts_.asked.recipient;
        plan_.language = facts_.asked.language;
        plan_.size = facts_.size;
        std::set<StreamId> children;
        std::set<StreamId> streams;
        for (const auto& child : facts_.children) {
            children.insert(child->person.history.person);
            streams.insert(child->streams.begin(), child->streams.end());
        }
        plan_.children.assign(children.begin(), children.end());
        plan_.streams.assign(streams.begin(), streams.end());
    }

    void list_entries() {
        std::set<LogIndex> entries;
        for (const StoredEvent& stored : facts_.authority_events) {
            const EventType type = type_of(stored.event.body);
            if (type == EventType::coverage_declared || type == EventType::sample_declared) {
                entries.insert(stored.index);
            }
            const auto* adopted = std::get_if<ReferenceSetAdopted>(&stored.event.body);
            if (adopted != nullptr && adopted->digest == facts_.reference->digest()) {
                entries.insert(stored.index);
            }
        }
        for (const auto& [actor, known] : facts_.actors) {
            if (known.event) entries.insert(*known.event);
        }
        for (const auto& look : facts_.looks)
            entries.insert(look.event.index);
        for (const auto& pack : facts_.packs) {
            entries.insert(pack.event.index);
            for (const StoredEvent& handed : pack.handed_over)
                entries.insert(handed.index);
        }
        for (const StoredEvent& stored : facts_.considered_events)
            entries.insert(stored.index);
        plan_.further_entries.assign(entries.begin(), entries.end());
    }

    void list_withheld() {
        for (const evidence::DisclosedEvent& event : evidence::all_events(facts_)) {
            auto parts = facts_.withholding.parts_of(*event.stored, evidence::reasons_in(*own_));
            std::ranges::move(parts, std::back_inserter(plan_.withheld));
        }
    }

    void add_pages() {
        for (const Words& words : words_) {
            const evidence::Page page = facts_.for_person()
                                            ? evidence::person_report_page(facts_, words)
                                            : evidence::report_page(facts_, words);
            add(fmt::format("report.{}.html", words.language()), evidence::to_html(page, words));
        }
        for (const auto& child : facts_.children) {
            for (const Words& words : words_) {
                const evidence::Page page = facts_.for_person()
                                                ? evidence::story_page(facts_, *child, words)
                                                : evidence::chronology_page(facts_, *child, words);
                add(fmt::format("{}/chronology.{}.html", child->folder, words.language()),
                    evidence::to_html(page, words));
            }
        }
    }

    Result<void> add_tables() {
        add("events.ndjson", evidence::events_ndjson(facts_));
        TYST_ASSIGN(
            std::string workbook,
            evidence::to_workbook(
                {own_->text(facts_.for_person() ? "person.title" : "report.title"), ""},
                evidence::cover_of(facts_, *own_),
                evidence::pack_sheets(facts_, *own_)
            )
        );
        add("tables.xlsx", std::move(workbook));
        add("sampling.csv", to_csv(evidence::sampling_table(facts_, *own_)));
        add("who-looked.csv", to_csv(evidence::looks_table(facts_, *own_)));
        add("withheld.csv", to_csv(evidence::withheld_table(facts_, *own_)));
        add("coverage.csv", to_csv(evidence::coverage_table(facts_, *own_)));
        if (facts_.cohort) {
            add("counted.csv", to_csv(evidence::counted_table(facts_, *own_, true)));
            add("not-counted.csv", to_csv(evidence::counted_table(facts_, *own_, false)));
            add(facts_.cohort->rule == nullptr ? "figure.json" : "rule.json",
                evidence::cohort_json(facts_));
        }
        add("question.json", evidence::question_json(facts_, evidence::ChildrenBy::reference));
        return {};
    }

    void add_documents() {
        using evidence::Withheld;
        for (const evidence::DisclosedEvent& event : evidence::all_events(facts_)) {
            const StoredEvent& stored = *event.stored;
            const bool kept =
                event.child == 0 || facts_.withholding.whole(stored.index) ||
                facts_.withholding.find(stored.index, Withheld::What::documents) != nullptr;
            if (kept) continue;
            for (std::size_t place = 0; place < stored.event.attachments.size(); ++place) {
                add(evidence::document_path(stored, place),
                    stored.event.attachments[place].content);
            }
        }
    }

    // The rules and codes as the ledger adopted them, word for word: those that the pages cite.
    void add_law() {
        std::set<std::string, std::less<>> cited;
        for (const Words& words : words_) {
            for (const std::string& set : words.sets_used())
                cited.insert(fmt::format("codes/{}.toml", set));
        }
        for (const auto& child : facts_.children) {
            if (facts_.for_person()) break;
            for (const Obligation& owed : child->obligations.all)
                cited.insert(owed.rule->path);
            for (const Alert& alert : child->obligations.alerts)
                cited.insert(alert.rule->path);
        }
        if (facts_.cohort) {
            for (const Rule* rule : facts_.cohort->versions)
                cited.insert(rule->path);
            for (const Rule* rule : facts_.cohort->watched)
                cited.insert(rule->path);
        }
        for (const ReferenceFileText& file : facts_.reference->files()) {
            const bool calendar = file.path.starts_with("calendars/") && !facts_.for_person();
            if (calendar || cited.contains(file.path)) add("reference/" + file.path, file.text);
        }
    }

    void add(std::string path, std::string content) {
        plan_.files.push_back({std::move(path), std::move(content)});
    }

    const PackFacts& facts_;
    std::vector<Words> words_;
    const Words* own_ = nullptr;
    PackPlan plan_;
};

}  // namespace

Result<PackPlan> plan_pack(
    Ledger& ledger, const ReferenceSet& reference, const PackQuestion& question
) {
    TYST_ASSIGN(const auto facts, evidence::gather_facts(ledger, reference, question));
    return Planner(facts).plan();
}

}  // namespace tyst
