#include "kinds/passage.hpp"

namespace limbeck {

Passage passage_between(const Schema& from, const Schema& to) {
  Passage way(from, to);
  follow_moved_columns(way);
  follow_taken_in(way);
  follow_attached_indexes(way);
  follow_moved_rows(way);
  follow_leaving_parts(way);
  return way;
}

}  // namespace limbeck
