/** Widths of the columns, shared by the head and every row; phones show title and actions only. */
export const rowClass =
  'grid items-center gap-x-4 grid-cols-[2.75rem_minmax(0,1fr)_auto] md:grid-cols-[2.75rem_minmax(0,1fr)_11rem_4rem_6rem_8.5rem] lg:grid-cols-[2.75rem_minmax(0,1fr)_12rem_4rem_7rem_7rem_8.5rem]';
