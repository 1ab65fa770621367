#pragma once
// What --allow accepts. An upgrade that loses data, or that drops most tables of a schema, is written only where that
// was said (rules R31 to R33); what a downgrade loses is written down beside its statement and needs no word.

#include "cli/compare.hpp"

#include <string>
#include <vector>

namespace limbeck::cli {

class Approval {
 public:
  // "all", "mass-drop", "DATA_LOSS" or "DATA_LOSS:public.customers.email". Throws Error with ExitStatus::usage for
  // another word.
  explicit Approval(const std::vector<std::string>& allowed);

  // What was accepted, one line each for the reviewer of the file. Throws Error with ExitStatus::hazard, naming all
  // that was not.
  [[nodiscard]] std::vector<std::string> require(const Comparison& comparison) const;

 private:
  [[nodiscard]] bool accepts(const std::string& hazard, const std::string& object) const;

  std::vector<std::string> allowed_;
};

}  // namespace limbeck::cli
