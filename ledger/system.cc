#include "ledger/system.h"

#include <cerrno>
#include <chrono>

#include <sys/random.h>

#include "schema/error.h"

namespace tyst {

Timestamp SystemClock::now() const {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch()
    )
                .count()};
}

void SystemEntropy::fill(std::span<std::uint8_t> target) {
    while (!target.empty()) {
        const ssize_t count = ::getrandom(target.data(), target.size(), 0);
        TYST_ASSERT(count > 0 || errno == EINTR);
        if (count > 0) {
            target = target.subspan(static_cast<std::size_t>(count));
        }
    }
}

}  // namespace tyst
