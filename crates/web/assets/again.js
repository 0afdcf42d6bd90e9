// Looks again, every two seconds, at work that goes on. Without script a link does it.
if (document.querySelector("progress")) setTimeout(() => location.replace(location.pathname), 2000);
