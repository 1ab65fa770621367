#pragma once
// Finds objects by the names that they have, or use. It holds no name, only the hash: who asks compares. Names are most
// of a schema's memory, and each object has several.

#include "model/name.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace limbeck {

class SlotIndex {
 public:
  using Place = std::size_t;  // of an object, as the owner numbers them
  struct Item {
    std::size_t hash = 0;
    Place place = 0;
    auto operator<=>(const Item&) const = default;
  };

  // To be followed by sort() or, where few are appended to many, insert_appended().
  void append(const Slot& slot, Place place) { items_.push_back({hash(slot), place}); }
  // Items by hash, those of one hash by place, each once.
  void sort() {
    std::sort(items_.begin(), items_.end());
    items_.erase(std::unique(items_.begin(), items_.end()), items_.end());
    sorted_ = items_.size();
  }
  void insert_appended() {
    const auto middle = items_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    std::sort(middle, items_.end());
    std::inplace_merge(items_.begin(), middle, items_.end());
    sorted_ = items_.size();
  }
  // All that may have the name, and rarely others.
  [[nodiscard]] std::span<const Item> candidates(const Slot& slot) const {
    const auto [first, last] = std::equal_range(items_.begin(), items_.end(), Item{hash(slot), 0},
                                                [](const Item& a, const Item& b) { return a.hash < b.hash; });
    return {first, last};
  }

 private:
  [[nodiscard]] static std::size_t hash(const Slot& slot) { return HashOfSlot{}(slot); }

  std::vector<Item> items_;
  std::size_t sorted_ = 0;
};

}  // namespace limbeck
