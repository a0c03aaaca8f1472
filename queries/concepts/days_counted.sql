/*
title = "A number of days in words, with the days on leave that were left out"
kind = "macro"

[[examples]]
name = "none on leave"
call = "days_counted(13, 0)"
expect = "13 days"

[[examples]]
name = "one day"
call = "days_counted(1, null)"
expect = "1 day"

[[examples]]
name = "some on leave"
call = "days_counted(13, 3)"
expect = "13 days (3 on leave left out)"

[[examples]]
name = "no number"
call = "days_counted(null, 3)"
expect = "null"
*/
-- "No contact for 13 days, since 28 Feb" read on 15 March looks like a mistake where a leave lies between.
create macro days_counted(days, leave_days) as case
    when days is not null
        then concat(
            cast(days as bigint),
            case when days = 1 then ' day' else ' days' end,
            case
                when leave_days > 0
                    then format(' ({} on leave left out)', cast(leave_days as bigint))
            end
        )
end
