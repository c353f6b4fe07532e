// A queue of a fixed number of places.
#pragma once

#include <stddef.h>

namespace twinsync {

template <typename Item, size_t PLACES>
class Ring {
  public:
    bool empty() const { return count_ == 0; }

    // False where every place is taken.
    bool push(const Item &item) {
        if (count_ == PLACES) return false;
        items_[(first_ + count_) % PLACES] = item;
        ++count_;
        return true;
    }

    const Item &front() const { return items_[first_]; }

    void pop() {
        if (count_ == 0) return;
        first_ = (first_ + 1) % PLACES;
        --count_;
    }

    void clear() { count_ = 0; }

  private:
    Item items_[PLACES];
    size_t first_ = 0;
    size_t count_ = 0;
};

}  // namespace twinsync
