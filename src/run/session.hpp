#pragma once
// What a revision may leave in the session and the next one must not find: it would run otherwise in a run of its own.

#include "run/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::run {

// Brings a session that is limbeck's own back to where it began; all that DISCARD ALL does but for the runner's lock.
inline constexpr std::string_view fresh_session =
    "CLOSE ALL; UNLISTEN *; RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; DEALLOCATE ALL; DISCARD SEQUENCES; "
    "DISCARD TEMP";

// What the part of a step that has run before set for the session: to be run again before the rest.
[[nodiscard]] std::vector<std::string> settings_of_done(const Step& step);

// For a script, whose session is somebody's: a RESET of just what the step's statements set for the whole session.
[[nodiscard]] std::vector<std::string> resets_after(const Step& step);

}  // namespace limbeck::run
