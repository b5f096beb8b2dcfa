/** Stands for what people say in a form, where it is asked before the form opens whether they may: it says enough to be taken. */
export const anyReason = 'said in the form that opens';
