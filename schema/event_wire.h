#pragma once

// Inside the event codec only (event_codec.cc, event_bodies.cc): how one value of a plain struct
// becomes one value of a Cap'n Proto struct and comes back.

#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "schema/capnp.h"

#include "schema/date.h"
#include "schema/event.capnp.h"
#include "schema/event.h"

namespace tyst::coding {

inline constexpr std::int32_t kFirstDay = -25567;  // 1900-01-01
inline constexpr std::int32_t kLastDay = 47846;    // 2100-12-31

[[nodiscard]] inline bool in_range(Date date) {
    return date.days >= kFirstDay && date.days <= kLastDay;
}

// `value`, looked at only once Later is known: not every field that TYST_CODE names has an init.
template <class Later, class Value>
[[nodiscard]] Value& dependent(Value& value) {
    return value;
}

// Reads values and keeps the first fault; a value after a fault may be anything.
class Reading {
  public:
    [[nodiscard]] const char* fault() const { return fault_; }
    void refuse(const char* reason) {
        if (fault_ == nullptr) {
            fault_ = reason;
        }
    }

    void take(capnp::Text::Reader source, std::string& target) {
        target.assign(source.begin(), source.size());
    }
    void take(std::int32_t source, Date& target) {
        target.days = source;
        if (!in_range(target)) {
            refuse("a date lies outside 1900 to 2100");
        }
    }
    void take(std::int32_t source, std::optional<Date>& target) {
        if (source != wire::NO_DATE) {
            take(source, target.emplace());
        }
    }
    void take(std::int64_t source, std::optional<Timestamp>& target) {
        if (source != wire::NO_TIME) {
            target = Timestamp{source};
        }
    }
    void take(wire::Tristate source, std::optional<bool>& target) {
        if (source > wire::Tristate::YES) {
            refuse("a yes-or-no value is neither");
        } else if (source != wire::Tristate::UNSAID) {
            target = source == wire::Tristate::YES;
        }
    }
    void take(bool source, bool& target) { target = source; }
    void take(std::uint32_t source, std::uint32_t& target) { target = source; }
    void take(std::uint64_t source, std::uint64_t& target) { target = source; }
    // No bytes stand for zeros: an id that names nothing.
    template <class Tag, std::size_t Size>
    void take(capnp::Data::Reader source, StrongBytes<Tag, Size>& target) {
        if (source.size() == Size) {
            std::memcpy(target.bytes.data(), source.begin(), Size);
        } else if (source.size() != 0) {
            refuse("an id or a digest has a wrong size");
        }
    }
    template <class Tag, std::size_t Size>
    void take(capnp::Data::Reader source, std::optional<StrongBytes<Tag, Size>>& target) {
        if (source.size() != 0) {
            take(source, target.emplace());
        }
    }
    void take(capnp::Data::Reader source, std::optional<PersonCitation>& target) {
        if (source.size() != 0) {
            take(source, target.emplace().person);
        }
    }
    void take(capnp::Data::Reader source, SubjectLink& target) { take(source, target.stream); }
    template <class List, class Item>
        requires requires(List list) { list.size(); }
    void take(List source, std::vector<Item>& target) {
        target.resize(source.size());
        for (unsigned place = 0; place < source.size(); ++place) {
            if constexpr (requires { take(source[place], target[place]); }) {
                take(source[place], target[place]);
            } else {
                code(*this, source[place], target[place]);
            }
        }
    }

  private:
    const char* fault_ = nullptr;
};

// Writes values; whatever says nothing is left at the field's default, so that it has no bytes.
class Writing {
  public:
    [[nodiscard]] const char* fault() const { return fault_; }
    void refuse(const char* reason) {
        if (fault_ == nullptr) {
            fault_ = reason;
        }
    }
    [[nodiscard]] bool date_out_of_range() const { return date_out_of_range_; }

    // `set` stores one value, `init` makes room for a list.
    template <class Set, class Init>
    void give(const std::string& value, Set set, Init) {
        if (!value.empty()) {
            set(text(value));
        }
    }
    template <class Set, class Init>
    void give(Date value, Set set, Init) {
        date_out_of_range_ = date_out_of_range_ || !in_range(value);
        set(value.days);
    }
    template <class Set, class Init>
    void give(const std::optional<Date>& value, Set set, Init init) {
        if (value) {
            give(*value, set, init);
        }
    }
    template <class Set, class Init>
    void give(const std::optional<Timestamp>& value, Set set, Init) {
        if (value) {
            set(value->microseconds);
        }
    }
    template <class Set, class Init>
    void give(const std::optional<bool>& value, Set set, Init) {
        if (value) {
            set(*value ? wire::Tristate::YES : wire::Tristate::NO);
        }
    }
    template <class Set, class Init>
    void give(bool value, Set set, Init) {
        set(value);
    }
    template <class Set, class Init>
    void give(std::uint32_t value, Set set, Init) {
        set(value);
    }
    template <class Set, class Init>
    void give(std::uint64_t value, Set set, Init) {
        set(value);
    }
    template <class Tag, std::size_t Size, class Set, class Init>
    void give(const StrongBytes<Tag, Size>& value, Set set, Init) {
        if (!value.is_zero()) {
            set(data(value));
        }
    }
    template <class Tag, std::size_t Size, class Set, class Init>
    void give(const std::optional<StrongBytes<Tag, Size>>& value, Set set, Init) {
        if (value) {
            set(data(*value));
        }
    }
    template <class Set, class Init>
    void give(const std::optional<PersonCitation>& value, Set set, Init init) {
        if (value) {
            if (value->person.is_zero()) {
                refuse("a cited person has no pseudonym yet");
            }
            give(value->person, set, init);
        }
    }
    template <class Set, class Init>
    void give(const SubjectLink& value, Set set, Init init) {
        if (value.stream.is_zero() && !value.reference.reference.empty()) {
            refuse("a linked subject has no stream yet");
        }
        give(value.stream, set, init);
    }
    template <class Item, class Set, class Init>
    void give(const std::vector<Item>& items, Set, Init init) {
        if (items.empty()) {
            return;
        }
        auto list = init(static_cast<unsigned>(items.size()));
        for (unsigned place = 0; place < list.size(); ++place) {
            if constexpr (std::is_same_v<Item, std::string>) {
                list.set(place, text(items[place]));
            } else if constexpr (std::is_same_v<Item, StreamId>) {
                list.set(place, data(items[place]));
            } else {
                code(*this, list[place], items[place]);
            }
        }
    }

  private:
    static capnp::Text::Reader text(const std::string& value) {
        return {value.c_str(), value.size()};
    }
    template <class Tag, std::size_t Size>
    static capnp::Data::Reader data(const StrongBytes<Tag, Size>& value) {
        return {value.bytes.data(), Size};
    }

    const char* fault_ = nullptr;
    bool date_out_of_range_ = false;
};

// The Cap'n Proto struct of a body: WireOf<T>::Type.
template <class Plain>
struct WireOf;

}  // namespace tyst::coding

// One field, both ways: TYST_CODE(Setting, setting) inside code(coder, wire, body).
#define TYST_CODE(WireName, member)                                                         \
    if constexpr (std::is_same_v<Coder, Reading>) {                                         \
        coder.take(wire.get##WireName(), plain.member);                                     \
    } else {                                                                                \
        coder.give(                                                                         \
            plain.member,                                                                   \
            [&](const auto& value) { wire.set##WireName(value); },                          \
            [&](auto size) { return dependent<decltype(size)>(wire).init##WireName(size); } \
        );                                                                                  \
    }                                                                                       \
    static_assert(true)
