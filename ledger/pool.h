#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "schema/error.h"

namespace tyst {

// Lends objects that serve one thread at a time and are worth keeping. `T::create()` makes one
// where none is free. Safe to use from several threads; must outlive what it lends.
template <class T>
class Pool {
  public:
    class Lent {
      public:
        Lent(Pool& pool, std::unique_ptr<T> object) : pool_(&pool), object_(std::move(object)) {}
        ~Lent() {
            if (object_) {
                const std::scoped_lock lock(pool_->mutex_);
                pool_->free_.push_back(std::move(object_));
            }
        }
        Lent(Lent&&) noexcept = default;
        Lent& operator=(Lent&&) = delete;
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;
        T& operator*() const { return *object_; }
        T* operator->() const { return object_.get(); }

      private:
        Pool* pool_;
        std::unique_ptr<T> object_;
    };

    [[nodiscard]] Result<Lent> take() {
        {
            const std::scoped_lock lock(mutex_);
            if (!free_.empty()) {
                std::unique_ptr<T> object = std::move(free_.back());
                free_.pop_back();
                return Lent(*this, std::move(object));
            }
        }
        TYST_ASSIGN(T object, T::create());
        return Lent(*this, std::make_unique<T>(std::move(object)));
    }

  private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<T>> free_;
};

}  // namespace tyst
