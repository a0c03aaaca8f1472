/*
title = "Staff, as known on the day"
*/
select
    st.staff_id,
    st.name,
    st.role,
    st.supervisor_id
from clinic.staff as st
where known_then(st.known_from, st.known_until)
