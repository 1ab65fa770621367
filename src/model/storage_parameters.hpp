#pragma once
// The parameters of WITH (fillfactor = 70, fastupdate = off), in the order in which they were written or set:
// PostgreSQL keeps and prints them so. Another order is no difference.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck {

class StorageParameters {
 public:
  using Item = std::pair<std::string, std::string>;
  using const_iterator = std::vector<Item>::const_iterator;

  StorageParameters() = default;
  StorageParameters(std::initializer_list<Item> items) {
    for (const Item& item : items) emplace(item.first, item.second);
  }

  [[nodiscard]] const_iterator begin() const { return items_.begin(); }
  [[nodiscard]] const_iterator end() const { return items_.end(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] const_iterator find(std::string_view key) const {
    return std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.first == key; });
  }
  [[nodiscard]] bool contains(std::string_view key) const { return find(key) != end(); }
  // False, and nothing done, where the key is there.
  bool emplace(std::string key, std::string value) {
    if (contains(key)) return false;
    items_.emplace_back(std::move(key), std::move(value));
    return true;
  }
  bool operator==(const StorageParameters& other) const {
    return size() == other.size() && std::is_permutation(begin(), end(), other.begin());
  }

 private:
  std::vector<Item> items_;
};

}  // namespace limbeck
