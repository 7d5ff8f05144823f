#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/evidence/pack_plan.h"
#include "ledger/ledger.h"

namespace tyst::evidence {

// What one decision, or a part's restriction, keeps from the reader of a pack.
struct Withheld {
    enum class What : std::uint8_t {
        event,   // all of it
        text,    // its words; its part 0 cannot be opened in pieces, so it is withheld as a whole
        people,  // the people whom it names
        documents,  // what is attached to it
    };
    What what = What::event;
    Code ground;
    std::string explanation;           // of a decision; empty: it follows from the ground alone
    std::optional<LogIndex> decision;  // the confirmed withholding_decided, where one is behind it
    std::string_view reason = "by_restriction";  // without a decision: key of our text, below
                                                 // "withheld"
    bool operator==(const Withheld&) const = default;
};

// A decision that has no effect, and why.
struct IneffectiveDecision {
    enum class Why : std::uint8_t { not_confirmed, same_actor, target_unknown };
    LogIndex decision;
    Why why = Why::not_confirmed;
    bool operator==(const IneffectiveDecision&) const = default;
};

// What of which event is withheld from the reader of one pack.
class Withholding {
  public:
    // Decisions among a person's events (annulled ones left out), whatever day and knowledge the
    // pack is asked for: what was decided later protects as well. A decision counts once another
    // actor than its own confirmed it. It reaches the corrections of its event, which would say the
    // same again.
    void add_decisions(std::span<const StoredEvent> person_events);
    // What follows from what the events are: legal advice; and everything of a record that is kept
    // apart on `ground`, which is empty for the others. Unless that is among those disclosed.
    void add_restrictions(
        std::span<const StoredEvent> events, const Code& ground, std::span<const Code> disclosed
    );
    void add(LogIndex index, Withheld withheld);

    [[nodiscard]] std::span<const Withheld> of(LogIndex index) const;
    // Of the kinds that name one of these, the first; nullptr where none does.
    [[nodiscard]] const Withheld* find(LogIndex index, Withheld::What what) const;
    // Part 0 is not in the pack: the whole event, or its words.
    [[nodiscard]] bool part_0(LogIndex index) const {
        return find(index, Withheld::What::event) != nullptr ||
               find(index, Withheld::What::text) != nullptr;
    }
    // Nothing of it may be told, not even what kind of event it is.
    [[nodiscard]] bool whole(LogIndex index) const {
        return find(index, Withheld::What::event) != nullptr;
    }

    [[nodiscard]] const std::vector<IneffectiveDecision>& ineffective() const {
        return ineffective_;
    }

    // The parts of an entry that are not in the pack, in order of part, with what is said in their
    // place: its own explanation, or the text of its reason. The event must have been read with
    // people.
    using TextOf = std::function<std::string(std::string_view reason)>;
    [[nodiscard]] std::vector<WithheldPart> parts_of(
        const StoredEvent& stored, const TextOf& text_of
    ) const;

  private:
    std::map<LogIndex, std::vector<Withheld>> by_event_;
    std::vector<IneffectiveDecision> ineffective_;
};

// As the pack discloses it: the names of people and the contents of documents that are withheld are
// taken out.
[[nodiscard]] Event disclosed(const StoredEvent& stored, const Withholding& withholding);

}  // namespace tyst::evidence
