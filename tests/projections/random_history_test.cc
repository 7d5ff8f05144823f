#include <algorithm>
#include <array>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "projections/history.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::day;
using test::PersonBuilder;
using test::test_codes;

constexpr int kDays = 60;      // all facts lie within so many days of kFirst
constexpr int kEvents = 30;    // of one person
constexpr int kPeople = 40;    // per run
constexpr int kLagDays = 25;   // a fact is recorded at most so many days late
constexpr int kGridDays = 13;  // between two questions
const char* const kFirst = "2018-01-01";

constexpr std::array<const char*, 6> kStatuses = {
    "voluntary",
    "interim-care-order",
    "care-order",
    "placement-order",
    "secure-accommodation-order",
    "police-protection"
};
constexpr std::array<const char*, 4> kSettings = {
    "foster", "childrens-home", "with-parents", "hospital"
};

using Random = std::mt19937_64;

int below(Random& random, int bound) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(bound));
}

std::string on(Date first, int days) {
    return to_text(first.plus_days(days));
}

void add_random_event(PersonBuilder& person, Random& random) {
    const std::string when = on(day(kFirst), below(random, kDays));
    const auto earlier = [&] {
        const auto count = static_cast<int>(person.events().size());
        return person.events()[static_cast<std::size_t>(below(random, count))].event.id;
    };
    const int kind = person.events().empty() ? 0 : below(random, 14);
    const Code code = kStatuses[static_cast<std::size_t>(below(random, kStatuses.size()))];
    if (kind <= 1) {
        person.enters(when, below(random, 3) == 0 ? std::string_view() : std::string_view(code));
    } else if (kind == 2) {
        person.leaves(when);
    } else if (kind <= 5) {
        person.status(code, when);
    } else if (kind == 6) {
        person.add(LegalStatusEnded{code, {}, "discharged"}, when);
    } else if (kind <= 9) {
        const auto setting = static_cast<std::size_t>(below(random, kSettings.size()));
        person.placed(kSettings[setting], when, below(random, 3) == 0);
    } else if (kind == 10) {
        person.placement_ends({}, when);
    } else if (kind == 11) {
        LegalStatusStarted body;
        body.status = code;
        person.correct(earlier(), body, {"status"}, when);
    } else {
        person.annul(earlier(), when);
    }
}

PersonBuilder random_person(Random& random) {
    PersonBuilder person;
    Date recorded = day(kFirst);
    for (int event = 0; event < kEvents; ++event) {
        add_random_event(person, random);
        const Date occurred = person.events().back().event.occurred.date;
        recorded = std::max(recorded, occurred.plus_days(below(random, kLagDays) - 3));
        person.recorded_on(to_text(recorded));
    }
    return person;
}

// Everything that a history holds, in words.
std::string in_words(const History& history) {
    std::ostringstream words;
    const auto span = [&](const auto& item) {
        words << to_text(item.from) << ".." << (item.to ? to_text(*item.to) : "") << ' ';
    };
    for (const auto& care : history.care) {
        words << "\ncare " << care.start->index.value << ' ' << care.first_status << ' ';
        span(care);
    }
    for (const auto& status : history.statuses) {
        words << "\nstatus " << status.code << ' ' << status.start->index.value << ' '
              << status.hidden_by << ' ' << static_cast<int>(status.closed) << ' ';
        span(status);
    }
    for (const auto& placement : history.placements) {
        words << "\nplacement " << placement.what().setting << ' ' << placement.start->index.value
              << ' ' << placement.interrupts << ' ';
        span(placement);
    }
    for (const auto& episode : history.episodes) {
        words << "\nepisode " << episode.care << ' ' << episode.status << ' ' << episode.placement
              << ' ';
        span(episode);
    }
    for (const auto& finding : history.findings) {
        words << "\nfinding " << name(finding.kind) << ' ' << finding.event->index.value << ' '
              << to_text(finding.day);
    }
    return words.str();
}

// A slow model that is written to be read: it goes through every single day, and knows only which
// of care, legal basis and placement hold.
class SlowModel {
  public:
    SlowModel(const std::vector<StoredEvent>& events, const Question& question) {
        for (const StoredEvent& stored : events) {
            if (stored.recorded <= question.known_at) known_.push_back(&stored);
        }
        for (Date now = day(kFirst); now <= question.as_at; now = now.plus_days(1))
            live(now);
    }

    bool in_care = false;
    std::string basis = "none";
    std::string setting = "none";

  private:
    [[nodiscard]] const StoredEvent* target_of(const StoredEvent& relation) const {
        for (const StoredEvent* stored : known_) {
            if (stored->event.id == relation.event.relation.target &&
                stored->index < relation.index) {
                return stored;
            }
        }
        return nullptr;
    }

    [[nodiscard]] bool holds(const StoredEvent& stored) const {
        if (stored.event.relation.kind != RelationKind::none && target_of(stored) == nullptr) {
            return false;
        }
        for (const StoredEvent* other : known_) {
            if (other->event.relation.kind == RelationKind::annuls &&
                target_of(*other) == &stored && holds(*other)) {
                return false;
            }
        }
        return true;
    }

    // The status that an event names after every correction of it.
    [[nodiscard]] std::string status_of(const StoredEvent& stored) const {
        std::string status = std::get<LegalStatusStarted>(stored.event.body).status;
        for (const StoredEvent* other : known_) {
            if (other->event.relation.kind == RelationKind::corrects &&
                target_of(*other) == &stored && holds(*other)) {
                status = status_of(*other);
            }
        }
        return status;
    }

    void live(Date now) {
        std::vector<const StoredEvent*> late;
        for (int turn = 0; turn < 9; ++turn) {
            for (const StoredEvent* stored : known_) {
                const bool fact = stored->event.relation.kind == RelationKind::none;
                if (stored->event.occurred.date == now && fact && holds(*stored) &&
                    turn_of(*stored) == turn && !happen(*stored)) {
                    late.push_back(stored);
                }
            }
        }
        for (const StoredEvent* stored : late)
            (void)happen(*stored);
    }

    [[nodiscard]] int turn_of(const StoredEvent& stored) const {
        const Body& body = stored.event.body;
        if (std::holds_alternative<LegalStatusEnded>(body)) return 0;
        if (std::holds_alternative<PlacementEnded>(body)) return 1;
        if (std::holds_alternative<LookedAfterEnded>(body)) return 2;
        if (std::holds_alternative<LookedAfterStarted>(body)) return 3;
        if (std::holds_alternative<LegalStatusStarted>(body)) {
            return status_of(stored) == "placement-order" ? 5 : 4;
        }
        return std::get<PlacementStarted>(body).temporary ? 7 : 6;
    }

    bool happen(const StoredEvent& stored) {
        const Body& body = stored.event.body;
        if (const auto* start = std::get_if<LookedAfterStarted>(&body)) {
            if (!in_care && !start->legal_status.empty() && basis != start->legal_status) {
                become(start->legal_status);
            }
            in_care = true;
        } else if (std::holds_alternative<LookedAfterEnded>(body)) {
            if (!in_care) return false;
            in_care = false;
            hidden_ = false;
            basis = base_ = temporary_ = setting = "none";
        } else if (std::holds_alternative<LegalStatusStarted>(body)) {
            become(status_of(stored));
        } else if (const auto* end = std::get_if<LegalStatusEnded>(&body)) {
            return end_status(end->status);
        } else if (const auto* placement = std::get_if<PlacementStarted>(&body)) {
            (placement->temporary ? temporary_ : base_) = placement->setting;
            if (!placement->temporary) temporary_ = "none";
            setting = temporary_ != "none" ? temporary_ : base_;
        } else {
            if (setting == "none") return false;
            (temporary_ != "none" ? temporary_ : base_) = "none";
            setting = temporary_ != "none" ? temporary_ : base_;
        }
        return true;
    }

    void become(const std::string& status) {
        if (status == "secure-accommodation-order") return;
        const bool over = status == "placement-order";
        hidden_ = over && (basis == "care-order" || (basis == "placement-order" && hidden_));
        basis = status;
    }

    bool end_status(const std::string& status) {
        if (status == "care-order" && hidden_) {
            hidden_ = false;
        } else if (status == basis) {
            basis = hidden_ ? "care-order" : "none";
            hidden_ = false;
        } else {
            return false;
        }
        return true;
    }

    std::vector<const StoredEvent*> known_;
    std::string base_ = "none";
    std::string temporary_ = "none";
    bool hidden_ = false;
};

template <class Visit>
void for_each_question(const Visit& visit) {
    for (int known = 0; known <= kDays + kLagDays; known += kGridDays) {
        for (int as_at = 0; as_at <= kDays; as_at += kGridDays / 2) {
            const Date first = day(kFirst);
            visit(Question{first.plus_days(as_at), end_of_london_day(first.plus_days(known)), false}
            );
        }
    }
}

std::uint64_t seed_of_run() {
    return std::random_device{}();
}

TEST_CASE("random histories: the fold agrees with a slow model that lives through every day") {
    const std::uint64_t seed = seed_of_run();
    INFO("seed " << seed);
    Random random(seed);
    for (int person = 0; person < kPeople; ++person) {
        const PersonBuilder child = random_person(random);
        for_each_question([&](const Question& question) {
            const History history = child.fold(question);
            const SlowModel model(child.events(), question);
            INFO(
                "person " << person << ", as at " << to_text(question.as_at) << ", known at "
                          << to_text(question.known_at) << in_words(history)
            );
            REQUIRE((history.current_care() != nullptr) == model.in_care);
            const LegalStatus* status = history.current_status();
            REQUIRE((status == nullptr ? "none" : std::string(status->code)) == model.basis);
            const Placement* placement = history.current_placement();
            REQUIRE((placement == nullptr ? "none" : placement->what().setting) == model.setting);
        });
    }
}

TEST_CASE("random histories: what was known then folds as if nothing had come after") {
    const std::uint64_t seed = seed_of_run();
    INFO("seed " << seed);
    Random random(seed);
    for (int person = 0; person < kPeople; ++person) {
        const PersonBuilder child = random_person(random);
        for_each_question([&](const Question& question) {
            std::vector<StoredEvent> prefix;
            for (const StoredEvent& stored : child.events()) {
                if (stored.recorded <= question.known_at) prefix.push_back(stored);
            }
            Question later = question;
            later.known_at = end_of_london_day(day("2099-12-31"));
            REQUIRE(in_words(child.fold(question)) == in_words(fold(prefix, later, test_codes())));
        });
    }
}

TEST_CASE("random histories: the order in which events are given changes nothing") {
    const std::uint64_t seed = seed_of_run();
    INFO("seed " << seed);
    Random random(seed);
    for (int person = 0; person < kPeople; ++person) {
        const PersonBuilder child = random_person(random);
        std::vector<StoredEvent> shuffled = child.events();
        std::ranges::shuffle(shuffled, random);
        for_each_question([&](const Question& question) {
            REQUIRE(
                in_words(child.fold(question)) == in_words(fold(shuffled, question, test_codes()))
            );
        });
    }
}

}  // namespace
}  // namespace tyst
