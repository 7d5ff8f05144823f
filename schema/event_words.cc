#include "schema/event_words.h"

#include <type_traits>

#include "schema/event_fields.h"

namespace tyst {
namespace {

template <class T>
void use_codes_in(T& owner, const CodeBook& codes) {
    for_each_field<T>([&](const auto& field) {
        using Member = typename std::remove_cvref_t<decltype(field)>::Type;
        Member& member = owner.*(field.member);
        if constexpr (std::is_same_v<Member, std::string>) {
            if (!field.set.empty()) member = codes.code_for(field.set, member);
        } else if constexpr (std::is_same_v<Member, std::vector<std::string>>) {
            if (field.set.empty()) return;
            for (Code& code : member)
                code = codes.code_for(field.set, code);
        } else if constexpr (kIsStructList<Member>) {
            for (auto& item : member)
                use_codes_in(item, codes);
        }
    });
}

}  // namespace

void use_codes(Event& event, const CodeBook& codes) {
    std::visit([&](auto& body) { use_codes_in(body, codes); }, event.body);
}

}  // namespace tyst
