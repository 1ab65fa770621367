#pragma once
// What becomes of values when their type changes (rules R21 and R22): the expression that makes the new ones of the
// old, and what to say of it.

#include "kinds/type.hpp"

#include <string>
#include <vector>

namespace limbeck {

// The USING of ALTER COLUMN ... TYPE. Nothing where PostgreSQL casts on assignment; else a cast where there is one, and
// where there is none `c::text::T`, which fails for a text that does not read as the type.
[[nodiscard]] std::string conversion(const std::string& column, const Type& was, const Type& now);

// False where no value of `was`, whatever it is, becomes one of `now` (a number a timestamp): what would be the right
// value is not for a guess.
[[nodiscard]] bool is_convertible(const Type& was, const Type& now);

// Whether every value of `was` fits into `now` (varchar(10) to varchar(20), integer to bigint): no hazard then.
[[nodiscard]] bool widens(const Type& was, const Type& now);

// Whether the cast changes values without an error: fewer decimals, no time of day, another time zone's reading.
[[nodiscard]] bool loses(const Type& was, const Type& now);

// What both say of a conversion of `what`.
[[nodiscard]] std::vector<sql::Hazard> conversion_hazards(const std::string& what, const Type& was, const Type& now);

}  // namespace limbeck
