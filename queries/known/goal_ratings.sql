/*
title = "Ratings of goals, as known on the day"
*/
select
    gr.goal_id,
    gr.rated_on,
    gr.level,
    gr.entered_at
from clinic.goal_ratings as gr
where known_then(gr.known_from, gr.known_until)
